import { useQuery } from 'urql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { Badge } from '../parts/Badge';
import { useChange } from '../parts/form/change';
import { Problems } from '../parts/form/Form';
import { Section } from '../parts/page/Page';
import { Row, Rows } from '../parts/page/Rows';
import { INVITATIONS, WITHDRAW_INVITATION } from './team-documents';

/** Those who were invited and have not come yet; nothing where there are none. */
export function Invitations() {
  const t = useText();
  const times = useTimes();
  const change = useChange();
  const [{ data }, reload] = useQuery({ query: INVITATIONS, variables: {}, requestPolicy: 'network-only' });
  const invitations = data?.openInvitations ?? [];
  const withdraw = async (invitationId: string): Promise<void> => {
    const payload = await change.run(WITHDRAW_INVITATION, { input: { invitationId } });
    if (payload !== null) reload({ requestPolicy: 'network-only' });
  };
  if (invitations.length === 0) return null;
  return (
    <Section title={t('team.invitations')}>
      <Problems refusals={change.refusals} />
      <Rows label={t('team.invitations')}>
        {invitations.map(({ id, name, email, role, expiresAt }) => (
          <Row
            key={id}
            title={name}
            badge={<Badge tone="busy">{t(`role.${role}`)}</Badge>}
            end={
              <button
                type="button"
                className="button small danger"
                aria-disabled={change.isBusy}
                aria-label={t('team.withdraw.of', { name })}
                onClick={() => void withdraw(id)}
              >
                {t('team.withdraw')}
              </button>
            }
          >
            <bdi>{email}</bdi>
            <small>{t('team.invitedUntil', { time: times.full(expiresAt) })}</small>
          </Row>
        ))}
      </Rows>
    </Section>
  );
}
