import { useText } from '../../language/text';
import { useConnection } from '../../parts/connection';
import { HistoryList } from '../../parts/page/HistoryList';
import { Section } from '../../parts/page/Page';
import { NUMBER_HISTORY } from './number-documents';
import { useNumberTexts } from './number-texts';

const NO_CURSOR: string | null = null;

/** What changed of a number from what to what, the latest first. */
export function NumberHistory({ numberId }: { numberId: string }) {
  const t = useText();
  const text = useNumberTexts();
  const history = useConnection(NUMBER_HISTORY, { id: numberId, after: NO_CURSOR }, ({ node }) =>
    node !== null && 'history' in node ? node.history : null,
  );
  return (
    <Section title={t('history.title')}>
      <HistoryList history={history} changeText={text.change} />
    </Section>
  );
}
