import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { Role } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { CopyField } from '../parts/CopyField';
import { useChange } from '../parts/form/change';
import { Choices, FormFoot } from '../parts/form/Choices';
import { Form, SelectField, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { invitationLink } from '../session/links';
import { ROLES } from './roles';
import { INVITE_USER } from './team-documents';

/** Invites somebody, and shows the link to be given to them, once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const times = useTimes();
  const { accounts } = useWorkspace().viewer;
  const change = useChange();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('OPERATOR');
  const [accountIds, setAccountIds] = useState(accounts.map(({ id }) => id));
  const [made, setMade] = useState<{ token: string; expiresAt: string } | null>(null);
  const invite = async (): Promise<void> => {
    const payload = await change.run(INVITE_USER, { input: { name, email, role, accountIds } });
    if (payload?.token != null) setMade({ token: payload.token, expiresAt: payload.invitation?.expiresAt ?? '' });
  };
  if (made !== null)
    return (
      <ModalDialog title={t('team.invite')} onClose={onClose}>
        <CopyField
          label={t('team.invitationLink')}
          value={invitationLink(made.token)}
          hint={t('team.invitationLink.hint', { time: times.full(made.expiresAt) })}
        />
        <FormFoot>
          <button type="button" className="button primary" onClick={onClose}>
            {t('team.invitationLink.kept')}
          </button>
        </FormFoot>
      </ModalDialog>
    );
  return (
    <ModalDialog title={t('team.invite')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void invite()}>
        <TextField label={t('field.name')} path="name" value={name} onChange={setName} />
        <TextField label={t('signIn.email')} path="email" type="email" dir="ltr" value={email} onChange={setEmail} />
        <SelectField
          label={t('team.role')}
          path="role"
          hint={t(`roleHint.${role}`)}
          value={role}
          options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          onChange={setRole}
        />
        {role !== 'ADMIN' && (
          <Choices
            legend={t('nav.accounts')}
            path="accountIds"
            options={accounts.map(({ id, name: label }) => ({ id, label }))}
            chosen={accountIds}
            onChange={setAccountIds}
          />
        )}
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('team.makeLink')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
