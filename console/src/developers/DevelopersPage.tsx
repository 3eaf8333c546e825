import { ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../language/text';
import { Page } from '../parts/page/Page';
import { ApiKeys } from './ApiKeys';
import { Deliveries } from './Deliveries';
import { Endpoints } from './Endpoints';
import { SentWebhooks } from './SentWebhooks';

const API = '/graphql';

/** For those who connect other programs. */
export default function DevelopersPage() {
  const t = useText();
  const hasGraphiql = useHasGraphiql();
  return (
    <Page
      title={t('nav.developers')}
      actions={
        hasGraphiql && (
          <a className="button" href={API} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden="true" />
            {t('developers.graphiql')}
          </a>
        )
      }
    >
      <ApiKeys />
      <Endpoints />
      <SentWebhooks />
      <Deliveries />
    </Page>
  );
}

/** Whether the server shows a page where programs ask: it does outside of production. */
function useHasGraphiql(): boolean {
  const [hasIt, setHasIt] = useState(false);
  useEffect(() => {
    const asked = new AbortController();
    fetch(API, { headers: { accept: 'text/html' }, signal: asked.signal }).then(
      ({ ok, headers }) => setHasIt(ok && headers.get('content-type')?.startsWith('text/html') === true),
      () => undefined, // no link then
    );
    return () => asked.abort();
  }, []);
  return hasIt;
}
