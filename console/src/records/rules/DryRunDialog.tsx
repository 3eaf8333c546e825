import { useQuery } from 'urql';
import type { RecordRuleStateFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { ModalDialog } from '../../parts/form/ModalDialog';
import { Problems } from '../../parts/form/Form';
import { QueryState } from '../../parts/page/Page';
import { Row, Rows } from '../../parts/page/Rows';
import { DRY_RUN } from './rule-documents';

/** Which records match a rule now, and what the first of them would be sent. */
export function DryRunDialog({ rule, onClose }: { rule: RecordRuleStateFragment; onClose: () => void }) {
  const t = useText();
  const [{ data, error, fetching }] = useQuery({
    query: DRY_RUN,
    variables: { id: rule.id },
    requestPolicy: 'network-only',
  });
  const found = data?.recordRule?.dryRun;
  return (
    <ModalDialog title={t('rules.dryRun.title', { name: rule.name })} onClose={onClose}>
      {found === undefined ? (
        <QueryState error={error} isLoading={fetching} empty={<p>{t('error.NOT_FOUND')}</p>} />
      ) : (
        <>
          <p>{t(found.hasMore ? 'rules.matches.more' : 'rules.matches', { count: found.matchCount })}</p>
          <Rows label={t('rules.dryRun')}>
            {found.samples.map(({ record, phoneNumber, text, errors }, index) => (
              <Row key={record?.id ?? index} title={record?.label ?? ''}>
                {phoneNumber !== null && <bdi>{phoneNumber}</bdi>}
                {text !== null && <span dir="auto">{text}</span>}
                <Problems refusals={errors} />
              </Row>
            ))}
          </Rows>
        </>
      )}
    </ModalDialog>
  );
}
