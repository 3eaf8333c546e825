import { useText } from '../language/text';
import { useConnection } from '../parts/connection';
import { HistoryList } from '../parts/page/HistoryList';
import { Section } from '../parts/page/Page';
import { ACCOUNT_HISTORY } from './account-documents';

const NO_CURSOR: string | null = null;

export function AccountHistory({ accountId }: { accountId: string }) {
  const t = useText();
  const history = useConnection(ACCOUNT_HISTORY, { id: accountId, after: NO_CURSOR }, (data) => data.account?.history);
  return (
    <Section title={t('history.title')}>
      <HistoryList history={history} />
    </Section>
  );
}
