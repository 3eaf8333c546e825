import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { ReplyDetailsFragment } from '../generated/graphql';
import { useText, type TextId } from '../language/text';
import { useChange } from '../parts/form/change';
import { FormFoot } from '../parts/form/Choices';
import { Form, SelectField, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { CREATE_REPLY, UPDATE_REPLY } from './reply-documents';
import css from './Replies.module.css';

const VARIABLES: readonly [name: string, label: TextId][] = [
  ['contact.name', 'replies.contactName'],
  ['contact.phoneNumber', 'replies.contactNumber'],
  ['operator.name', 'replies.operatorName'],
  ['business.name', 'replies.businessName'],
  ['business.phoneNumber', 'replies.businessNumber'],
];

interface Props {
  /** null: a new one. */
  reply: ReplyDetailsFragment | null;
  onClose: () => void;
}

export function ReplyDialog({ reply, onClose }: Props) {
  const t = useText();
  const { accounts, me } = useWorkspace().viewer;
  const change = useChange();
  const isAdmin = me.role === 'ADMIN';
  const [accountId, setAccountId] = useState(reply?.account?.id ?? (isAdmin ? '' : (accounts[0]?.id ?? '')));
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '');
  const [body, setBody] = useState(reply?.body ?? '');
  const save = async (): Promise<void> => {
    const payload =
      reply === null
        ? await change.run(CREATE_REPLY, { input: { accountId: accountId === '' ? null : accountId, shortcut, body } })
        : await change.run(UPDATE_REPLY, { input: { cannedReplyId: reply.id, shortcut, body } });
    if (payload !== null) onClose();
  };
  return (
    <ModalDialog title={reply === null ? t('replies.new') : `/${reply.shortcut}`} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        {reply === null && (
          <SelectField
            label={t('replies.for')}
            path="accountId"
            value={accountId}
            options={[
              ...(isAdmin ? [{ value: '', label: t('app.allAccounts') }] : []),
              ...accounts.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={setAccountId}
          />
        )}
        <TextField
          label={t('replies.shortcut')}
          hint={t('replies.shortcut.hint')}
          path="shortcut"
          value={shortcut}
          onChange={setShortcut}
        />
        <TextField label={t('replies.body')} path="body" rows={6} value={body} onChange={setBody} />
        <div role="group" aria-label={t('replies.variables')} className={css.variables}>
          {VARIABLES.map(([name, label]) => (
            <button key={name} type="button" className="button small" onClick={() => setBody(`${body}{{${name}}}`)}>
              {t(label)}
            </button>
          ))}
        </div>
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
