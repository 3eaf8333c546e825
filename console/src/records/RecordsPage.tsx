import { Plus, Workflow } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link, Route, Switch } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import { Page, QueryState } from '../parts/page/Page';
import { Row, Rows } from '../parts/page/Rows';
import { ModelDetail } from './ModelDetail';
import { ModelDialog } from './ModelDialog';
import { MODELS } from './record-documents';
import { RuleList } from './rules/RuleList';

export default function RecordsPage() {
  return (
    <Switch>
      <Route path="/records/rules">
        <RuleList />
      </Route>
      <Route path="/records/:id">{({ id }) => <ModelDetail key={id} id={id} />}</Route>
      <Route>
        <ModelList />
      </Route>
    </Switch>
  );
}

/** The kinds of business records, such as quotations and invoices. */
function ModelList() {
  const t = useText();
  const mayWrite = useWorkspace().viewer.me.role !== 'OPERATOR';
  const [{ data, error, fetching }, reload] = useQuery({ query: MODELS, variables: {} });
  const [isMaking, setMaking] = useState(false);
  const models = data?.dataModels ?? [];
  return (
    <Page
      title={t('nav.records')}
      actions={
        mayWrite && (
          <>
            <Link href="/records/rules" className="button">
              <Workflow aria-hidden="true" />
              {t('rules.title')}
            </Link>
            <button type="button" className="button primary" onClick={() => setMaking(true)}>
              <Plus aria-hidden="true" />
              {t('models.new')}
            </button>
          </>
        )
      }
    >
      <Rows label={t('nav.records')}>
        {models.map(({ id, label, key, recordCount, accounts }) => (
          <Row key={id} title={label} href={`/records/${id}`}>
            <small>
              {key} · {t('models.count', { count: recordCount })} ·{' '}
              {accounts.map(({ name }) => name).join(', ') || t('app.allAccounts')}
            </small>
          </Row>
        ))}
      </Rows>
      {models.length === 0 && <QueryState error={error} isLoading={fetching} empty={<p>{t('models.empty')}</p>} />}
      {isMaking && (
        <ModelDialog
          model={null}
          onClose={() => {
            setMaking(false);
            reload({ requestPolicy: 'network-only' });
          }}
        />
      )}
    </Page>
  );
}
