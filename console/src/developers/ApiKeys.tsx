import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useWorkspace } from '../app/workspace';
import type { ApiKeysQuery, ApiKeyScope } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { Badge } from '../parts/Badge';
import { useChange } from '../parts/form/change';
import { Choices, FormFoot } from '../parts/form/Choices';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Form, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { QueryState, Section } from '../parts/page/Page';
import { Row, Rows } from '../parts/page/Rows';
import { ShownSecret } from './ShownSecret';
import { API_KEYS, CREATE_API_KEY, REVOKE_API_KEY } from './developer-documents';

const SCOPES: ApiKeyScope[] = [
  'MESSAGES_SEND',
  'CONVERSATIONS_READ',
  'CONVERSATIONS_WRITE',
  'EVENTS_READ',
  'TEMPLATES_READ',
  'TEMPLATES_WRITE',
  'RECORDS_WRITE',
  'ACCOUNTS_READ',
  'ACCOUNTS_WRITE',
  'WEBHOOKS_ADMIN',
  'METRICS_READ',
];

export function ApiKeys() {
  const t = useText();
  const [{ data, error, fetching }, reload] = useQuery({ query: API_KEYS, variables: {} });
  const [isMaking, setMaking] = useState(false);
  const keys = data?.apiKeys ?? [];
  return (
    <Section
      title={t('keys.title')}
      actions={
        <button type="button" className="button primary" onClick={() => setMaking(true)}>
          <Plus aria-hidden="true" />
          {t('keys.new')}
        </button>
      }
    >
      <Rows label={t('keys.title')}>
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} />
        ))}
      </Rows>
      {keys.length === 0 && <QueryState error={error} isLoading={fetching} empty={<p>{t('keys.empty')}</p>} />}
      {isMaking && (
        <NewKey
          onClose={() => {
            setMaking(false);
            reload({ requestPolicy: 'network-only' });
          }}
        />
      )}
    </Section>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKeysQuery['apiKeys'][number] }) {
  const t = useText();
  const times = useTimes();
  const change = useChange();
  const { id, name, hint, scopes, createdAt, lastUsedAt, expiresAt, revokedAt } = apiKey;
  return (
    <Row
      title={name}
      badge={revokedAt !== null && <Badge tone="plain">{t('keys.revoked')}</Badge>}
      end={
        revokedAt === null && (
          <ConfirmButton
            label={t('keys.revoke')}
            question={t('keys.revoke.question', { name })}
            change={change}
            isSmall
            onConfirm={async () => (await change.run(REVOKE_API_KEY, { input: { apiKeyId: id } })) !== null}
          />
        )
      }
    >
      <span>{scopes.map((scope) => t(`scope.${scope}`)).join(', ')}</span>
      <small>
        {t('keys.hint', { hint })} · {t('keys.made', { time: times.short(createdAt) })} ·{' '}
        {lastUsedAt === null ? t('keys.neverUsed') : t('keys.used', { time: times.short(lastUsedAt) })}
        {expiresAt !== null && ` · ${t('keys.until', { time: times.full(expiresAt) })}`}
      </small>
    </Row>
  );
}

/** The secret is shown once, in the same dialog. */
function NewKey({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { accounts } = useWorkspace().viewer;
  const change = useChange();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [accountIds, setAccountIds] = useState<string[]>([]);
  const [expiresAt, setExpiresAt] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const create = async (): Promise<void> => {
    const payload = await change.run(CREATE_API_KEY, {
      input: {
        name,
        scopes: scopes as ApiKeyScope[],
        ...(accountIds.length > 0 && { accountIds }),
        ...(expiresAt !== '' && { expiresAt: new Date(expiresAt).toISOString() }),
      },
    });
    if (payload !== null) setSecret(payload.secret);
  };
  if (secret !== null)
    return (
      <ShownSecret
        title={t('keys.made.title')}
        warning={t('keys.once')}
        label={t('keys.secret')}
        secret={secret}
        onClose={onClose}
      />
    );
  return (
    <ModalDialog title={t('keys.new')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void create()}>
        <TextField label={t('field.name')} path="name" hint={t('keys.name.hint')} value={name} onChange={setName} />
        <Choices
          legend={t('keys.scopes')}
          path="scopes"
          options={SCOPES.map((id) => ({ id, label: t(`scope.${id}`), hint: id }))}
          chosen={scopes}
          onChange={setScopes}
        />
        <Choices
          legend={t('keys.accounts')}
          path="accountIds"
          options={accounts.map(({ id, name: label }) => ({ id, label }))}
          chosen={accountIds}
          onChange={setAccountIds}
        />
        <TextField
          label={t('keys.expires')}
          path="expiresAt"
          type="datetime-local"
          hint={t('keys.expires.hint')}
          value={expiresAt}
          onChange={setExpiresAt}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('keys.create')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
