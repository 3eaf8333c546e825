import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { EndpointEventType, EndpointsQuery } from '../generated/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { Choices, FormFoot } from '../parts/form/Choices';
import { Form, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { CREATE_ENDPOINT, UPDATE_ENDPOINT } from './endpoint-documents';
import { EndpointSecret } from './ShownSecret';

export type Endpoint = EndpointsQuery['webhookEndpoints']['nodes'][number];

const EVENT_TYPES: EndpointEventType[] = [
  'MESSAGE_RECEIVED',
  'MESSAGE_STATUS_CHANGED',
  'MESSAGE_CHANGED',
  'CONVERSATION_CHANGED',
  'CONVERSATION_ERASED',
  'CONTACT_CHANGED',
  'TEMPLATE_DECIDED',
  'BROADCAST_CHANGED',
  'ACCOUNT_CHANGED',
];

const COMMON: EndpointEventType[] = ['MESSAGE_RECEIVED', 'MESSAGE_STATUS_CHANGED'];

/** An address that is told what happens, or is to be; the secret of a new one is shown once, afterwards. */
export function EndpointDialog({ endpoint, onClose }: { endpoint: Endpoint | null; onClose: () => void }) {
  const t = useText();
  const { accounts } = useWorkspace().viewer;
  const change = useChange();
  const [url, setUrl] = useState(endpoint?.url ?? 'https://');
  const [description, setDescription] = useState(endpoint?.description ?? '');
  const [eventTypes, setEventTypes] = useState<string[]>(endpoint?.eventTypes ?? COMMON);
  const [accountIds, setAccountIds] = useState<string[]>(endpoint?.accounts?.map(({ id }) => id) ?? []);
  const [secret, setSecret] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const input = {
      url,
      description: description.trim() === '' ? null : description,
      eventTypes: eventTypes as EndpointEventType[],
      accountIds: accountIds.length === 0 ? null : accountIds,
    };
    if (endpoint === null) {
      const payload = await change.run(CREATE_ENDPOINT, { input });
      if (payload !== null) setSecret(payload.secret);
    } else {
      const payload = await change.run(UPDATE_ENDPOINT, { input: { ...input, endpointId: endpoint.id } });
      if (payload !== null) onClose();
    }
  };
  if (secret !== null) return <EndpointSecret secret={secret} onClose={onClose} />;
  return (
    <ModalDialog title={endpoint === null ? t('endpoints.new') : t('app.edit')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField
          label={t('endpoints.url')}
          path="url"
          type="url"
          hint={t('endpoints.url.hint')}
          value={url}
          onChange={setUrl}
        />
        <TextField
          label={t('endpoints.description')}
          path="description"
          value={description}
          onChange={setDescription}
        />
        <Choices
          legend={t('endpoints.eventTypes')}
          path="eventTypes"
          options={EVENT_TYPES.map((id) => ({ id, label: t(`eventType.${id}`), hint: id }))}
          chosen={eventTypes}
          onChange={setEventTypes}
        />
        <Choices
          legend={t('endpoints.accounts')}
          path="accountIds"
          options={accounts.map(({ id, name: label }) => ({ id, label }))}
          chosen={accountIds}
          onChange={setAccountIds}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {endpoint === null ? t('endpoints.create') : t('app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
