import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useWorkspace } from '../app/workspace';
import '../graphql/refused';
import { graphql } from '../graphql/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { Badge } from '../parts/Badge';
import { useChange } from '../parts/form/change';
import { FormFoot } from '../parts/form/Choices';
import { Form, Problems, TextField } from '../parts/form/Form';
import { Facts, Page, QueryState, Section } from '../parts/page/Page';
import { Row, Rows } from '../parts/page/Rows';
import { useTell } from '../parts/tell';
import { NotificationSettings } from './NotificationSettings';
import { TWO_FACTOR } from './two-factor-documents';
import { TwoFactorSection } from './TwoFactorSection';

const SESSIONS = graphql(`
  query Sessions {
    sessions {
      id
      address
      createdAt
      lastUsedAt
      expiresAt
      isCurrent
      userAgent
    }
  }
`);
const CHANGE_PASSWORD = graphql(`
  mutation ChangeOwnPassword($input: ChangeOwnPasswordInput!) {
    changeOwnPassword(input: $input) {
      endedSessions
      errors {
        ...Refused
      }
    }
  }
`);
const END_SESSION = graphql(`
  mutation EndSession($input: SessionIdInput!) {
    endSession(input: $input) {
      errors {
        ...Refused
      }
    }
  }
`);
const END_OTHER_SESSIONS = graphql(`
  mutation EndOtherSessions {
    endOtherSessions {
      endedCount
      errors {
        ...Refused
      }
    }
  }
`);

/** Whoever is signed in: their password, and where they are signed in. */
export default function ProfilePage() {
  const t = useText();
  const { me } = useWorkspace().viewer;
  return (
    <Page title={t('nav.profile')}>
      <Section title={t('profile.about')}>
        <Facts
          facts={[
            [t('field.name'), <bdi key="name">{me.name}</bdi>],
            [t('signIn.email'), <bdi key="email">{me.email}</bdi>],
            [t('team.role'), t(`role.${me.role}`)],
          ]}
        />
      </Section>
      <NotificationSettings />
      <SignInMethods />
      <Sessions />
    </Page>
  );
}

/** What the person signs in with: the account of their company, or a password here and a second factor. */
function SignInMethods() {
  const t = useText();
  const [{ data }, reload] = useQuery({ query: TWO_FACTOR, variables: {} });
  if (data?.twoFactor.isPossible === false)
    return (
      <Section title={t('profile.password')}>
        <p>{t('profile.atIssuer')}</p>
      </Section>
    );
  return (
    <>
      <Password />
      {data !== undefined && (
        <TwoFactorSection state={data.twoFactor} onChange={() => reload({ requestPolicy: 'network-only' })} />
      )}
    </>
  );
}

function Password() {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const save = async (): Promise<void> => {
    const payload = await change.run(CHANGE_PASSWORD, { input: { currentPassword, newPassword } });
    if (payload === null) return;
    setCurrent('');
    setNew('');
    tell.done(t('profile.changed', { count: payload.endedSessions ?? 0 }));
  };
  return (
    <Section title={t('profile.password')}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField
          label={t('profile.current')}
          path="currentPassword"
          type="password"
          autoComplete="current-password"
          dir="ltr"
          value={currentPassword}
          onChange={setCurrent}
        />
        <TextField
          label={t('choosePassword.new')}
          path="newPassword"
          hint={t('choosePassword.hint')}
          type="password"
          autoComplete="new-password"
          dir="ltr"
          value={newPassword}
          onChange={setNew}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('profile.change')}
          </button>
        </FormFoot>
      </Form>
    </Section>
  );
}

function Sessions() {
  const t = useText();
  const times = useTimes();
  const change = useChange();
  const [{ data, error, fetching }, reload] = useQuery({ query: SESSIONS, variables: {} });
  const sessions = data?.sessions ?? [];
  const again = (isDone: boolean): void => {
    if (isDone) reload({ requestPolicy: 'network-only' });
  };
  const end = async (sessionId: string): Promise<void> =>
    again((await change.run(END_SESSION, { input: { sessionId } })) !== null);
  const endOthers = async (): Promise<void> => again((await change.run(END_OTHER_SESSIONS, {})) !== null);
  return (
    <Section
      title={t('profile.sessions')}
      actions={
        <button type="button" className="button" aria-disabled={change.isBusy} onClick={() => void endOthers()}>
          <LogOut aria-hidden="true" />
          {t('profile.endOthers')}
        </button>
      }
    >
      <Problems refusals={change.refusals} />
      <Rows label={t('profile.sessions')}>
        {sessions.map(({ id, userAgent, address, lastUsedAt, isCurrent }) => (
          <Row
            key={id}
            title={userAgent ?? t('app.unknown')}
            badge={isCurrent && <Badge tone="good">{t('profile.thisOne')}</Badge>}
            end={
              !isCurrent && (
                <button
                  type="button"
                  className="button small danger"
                  aria-disabled={change.isBusy}
                  onClick={() => void end(id)}
                >
                  {t('profile.end')}
                </button>
              )
            }
          >
            <small>
              <bdi>{address}</bdi> · {t('keys.used', { time: times.full(lastUsedAt) })}
            </small>
          </Row>
        ))}
      </Rows>
      {sessions.length === 0 && <QueryState error={error} isLoading={fetching} />}
    </Section>
  );
}
