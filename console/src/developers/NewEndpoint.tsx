import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { EndpointEventType } from '../generated/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { Choices, FormFoot } from '../parts/form/Choices';
import { Form, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { CREATE_ENDPOINT } from './endpoint-documents';
import { ShownSecret } from './ShownSecret';

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

/** An address that is to be told what happens; its secret is shown once, afterwards. */
export function NewEndpoint({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { accounts } = useWorkspace().viewer;
  const change = useChange();
  const [url, setUrl] = useState('https://');
  const [description, setDescription] = useState('');
  const [eventTypes, setEventTypes] = useState<string[]>(['MESSAGE_RECEIVED', 'MESSAGE_STATUS_CHANGED']);
  const [accountIds, setAccountIds] = useState<string[]>([]);
  const [secret, setSecret] = useState<string | null>(null);
  const create = async (): Promise<void> => {
    const payload = await change.run(CREATE_ENDPOINT, {
      input: {
        url,
        ...(description.trim() !== '' && { description }),
        eventTypes: eventTypes as EndpointEventType[],
        ...(accountIds.length > 0 && { accountIds }),
      },
    });
    if (payload !== null) setSecret(payload.secret);
  };
  if (secret !== null) return <ShownSecret secret={secret} onClose={onClose} />;
  return (
    <ModalDialog title={t('endpoints.new')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void create()}>
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
            {t('endpoints.create')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
