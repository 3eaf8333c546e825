import type { RecordRuleRunState, RecordRuleStateFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { useTimes } from '../../language/times';
import { Badge, type Tone } from '../../parts/Badge';
import { useConnection } from '../../parts/connection';
import { Problems } from '../../parts/form/Form';
import { ModalDialog } from '../../parts/form/ModalDialog';
import { QueryState } from '../../parts/page/Page';
import { MoreButton, Row, Rows } from '../../parts/page/Rows';
import { RUNS } from './rule-documents';

const TONES: Record<RecordRuleRunState, Tone> = { WAITING: 'busy', SENT: 'good', REFUSED: 'warn', DISCARDED: 'plain' };
const NOTHING = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** What a rule did, and why it did not. */
export function RuleLog({ rule, onClose }: { rule: RecordRuleStateFragment; onClose: () => void }) {
  const t = useText();
  const times = useTimes();
  const list = useConnection(
    RUNS,
    { id: rule.id, after: null as string | null },
    ({ recordRule }) => recordRule?.runs ?? NOTHING,
  );
  return (
    <ModalDialog title={t('rules.log.title', { name: rule.name })} onClose={onClose}>
      <Rows label={t('rules.log')}>
        {list.nodes.map(({ id, state, triggeredAt, record, errors }) => (
          <Row
            key={id}
            title={record?.label ?? t('rules.recordGone')}
            badge={<Badge tone={TONES[state]}>{t(`runState.${state}`)}</Badge>}
          >
            <small>{times.full(triggeredAt)}</small>
            <Problems refusals={errors} />
          </Row>
        ))}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState error={list.error} isLoading={list.isLoading} empty={<p>{t('rules.log.empty')}</p>} />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
    </ModalDialog>
  );
}
