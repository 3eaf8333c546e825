import { KeyRound, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { Role, TeamMemberFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { CheckBox, Choices, FormFoot } from '../parts/form/Choices';
import { CopyField } from '../parts/CopyField';
import { Form, Problems, SelectField, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { ROLES } from './roles';
import { resetLink } from '../session/links';
import { CREATE_USER, RESET_PASSWORD, RESET_TWO_FACTOR, UPDATE_USER } from './team-documents';

interface Props {
  /** null: a new one. */
  user: TeamMemberFragment | null;
  onClose: () => void;
}

export function UserDialog({ user, onClose }: Props) {
  const t = useText();
  const { accounts, me } = useWorkspace().viewer;
  const change = useChange();
  const [name, setName] = useState(user?.name ?? '');
  const [email, setEmail] = useState(user?.email ?? '');
  const [phoneNumber, setPhoneNumber] = useState(user?.phoneNumber ?? '');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>(user?.role ?? 'OPERATOR');
  const [accountIds, setAccountIds] = useState(user?.accounts.map(({ id }) => id) ?? accounts.map(({ id }) => id));
  const [isActive, setActive] = useState(user?.isActive ?? true);
  const save = async (): Promise<void> => {
    const facts = { name, email, role, accountIds, phoneNumber: phoneNumber === '' ? null : phoneNumber };
    const payload =
      user === null
        ? await change.run(CREATE_USER, { input: { ...facts, password } })
        : await change.run(UPDATE_USER, { input: { ...facts, id: user.id, isActive } });
    if (payload !== null) onClose();
  };
  return (
    <ModalDialog title={user?.name ?? t('team.new')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField label={t('field.name')} path="name" value={name} onChange={setName} />
        <TextField label={t('signIn.email')} path="email" type="email" dir="ltr" value={email} onChange={setEmail} />
        <TextField
          label={t('field.phone')}
          path="phoneNumber"
          type="tel"
          dir="ltr"
          value={phoneNumber}
          onChange={setPhoneNumber}
        />
        {user === null && (
          <TextField
            label={t('team.password')}
            path="password"
            hint={t('choosePassword.hint')}
            type="password"
            autoComplete="new-password"
            dir="ltr"
            value={password}
            onChange={setPassword}
          />
        )}
        <SelectField
          label={t('team.role')}
          path="role"
          hint={user?.signsInAtIssuer === true ? t('team.atIssuer.hint') : t(`roleHint.${role}`)}
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
        {user !== null && (
          <CheckBox label={t('team.active')} hint={t('team.active.hint')} isChecked={isActive} onChange={setActive} />
        )}
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {user === null ? t('team.create') : t('app.save')}
          </button>
        </FormFoot>
      </Form>
      {user?.isActive === true && user.signsInAtIssuer !== true && <PasswordReset userId={user.id} />}
      {user?.hasTwoFactor === true && user.id !== me.id && <TwoFactorReset userId={user.id} />}
    </ModalDialog>
  );
}

/** For a colleague who has lost their second factor and all recovery codes. */
function TwoFactorReset({ userId }: { userId: string }) {
  const t = useText();
  const change = useChange();
  const [isDone, setDone] = useState(false);
  const reset = async (): Promise<void> =>
    setDone((await change.run(RESET_TWO_FACTOR, { input: { userId } })) !== null);
  return (
    <>
      {!isDone && (
        <div>
          <button type="button" className="button danger" aria-disabled={change.isBusy} onClick={() => void reset()}>
            <ShieldOff aria-hidden="true" />
            {t('team.resetTwoFactor')}
          </button>
        </div>
      )}
      <p role="status">{isDone && t('team.twoFactorReset')}</p>
      <Problems refusals={change.refusals} />
    </>
  );
}

/** A link with which somebody who lost their password sets a new one; shown once. */
function PasswordReset({ userId }: { userId: string }) {
  const t = useText();
  const times = useTimes();
  const change = useChange();
  const [issued, setIssued] = useState<{ token: string; expiresAt: string } | null>(null);
  const issue = async (): Promise<void> => {
    const payload = await change.run(RESET_PASSWORD, { input: { userId } });
    if (payload?.token != null) setIssued({ token: payload.token, expiresAt: payload.expiresAt ?? '' });
  };
  return (
    <>
      <div>
        <button type="button" className="button" aria-disabled={change.isBusy} onClick={() => void issue()}>
          <KeyRound aria-hidden="true" />
          {t('team.reset')}
        </button>
      </div>
      {issued !== null && (
        <CopyField
          label={t('team.resetLink')}
          value={resetLink(issued.token)}
          hint={t('team.resetLink.hint', { time: times.clock(issued.expiresAt) })}
        />
      )}
      <Problems refusals={change.refusals} />
    </>
  );
}
