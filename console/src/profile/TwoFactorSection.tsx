import { ShieldCheck } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { OwnTwoFactorQuery } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { FormFoot } from '../parts/form/Choices';
import { Form, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { lazily } from '../parts/lazily';
import { Section } from '../parts/page/Page';
import { useTell } from '../parts/tell';
import { RecoveryCodes } from '../session/RecoveryCodes';
import { BEGIN_TWO_FACTOR, CONFIRM_TWO_FACTOR, DISABLE_TWO_FACTOR, RENEW_RECOVERY_CODES } from './two-factor-documents';

const AppSecret = lazily(() => import('../session/AppSecret'));

type State = OwnTwoFactorQuery['twoFactor'];
type Task = 'SET_UP' | 'RENEW' | 'DISABLE';

/** The viewer's second factor: whether there is one, and what can be done with it. */
export function TwoFactorSection({ state, onChange }: { state: State; onChange: () => void }) {
  const t = useText();
  const times = useTimes();
  const [task, setTask] = useState<Task | null>(null);
  const close = (): void => {
    setTask(null);
    onChange();
  };
  return (
    <Section title={t('twoFactor.title')}>
      <p>
        {state.isOn
          ? t('secondFactor.on', { time: times.full(state.enabledAt ?? ''), count: state.recoveryCodesLeft })
          : t('secondFactor.off')}
      </p>
      <FormFoot>
        {!state.isOn && (
          <button type="button" className="button primary" onClick={() => setTask('SET_UP')}>
            <ShieldCheck aria-hidden="true" />
            {t('twoFactor.setUp')}
          </button>
        )}
        {state.isOn && (
          <button type="button" className="button" onClick={() => setTask('RENEW')}>
            {t('secondFactor.renew')}
          </button>
        )}
        {state.isOn && !state.isRequired && (
          <button type="button" className="button danger" onClick={() => setTask('DISABLE')}>
            {t('secondFactor.disable')}
          </button>
        )}
      </FormFoot>
      {task === 'SET_UP' && <SetUp onClose={close} />}
      {(task === 'RENEW' || task === 'DISABLE') && <Proof task={task} onClose={close} />}
    </Section>
  );
}

/** The password, then the secret and a code of it, then the recovery codes. */
function SetUp({ onClose }: { onClose: () => void }) {
  const t = useText();
  const change = useChange();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [secret, setSecret] = useState<{ secret: string; uri: string } | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = async (): Promise<void> => {
    const begun = await change.run(BEGIN_TWO_FACTOR, { input: { password } });
    if (begun?.secret != null && begun.uri !== null) setSecret({ secret: begun.secret, uri: begun.uri });
  };
  const confirm = async (): Promise<void> => {
    const confirmed = await change.run(CONFIRM_TWO_FACTOR, { input: { code } });
    if (confirmed !== null) setCodes(confirmed.recoveryCodes);
  };
  if (codes !== null) return <Codes codes={codes} onClose={onClose} />;
  return (
    <ModalDialog title={t('twoFactor.setUp')} onClose={onClose}>
      {secret !== null && (
        <Suspense>
          <AppSecret {...secret} />
        </Suspense>
      )}
      <Form
        key={secret === null ? 'password' : 'code'}
        refusals={change.refusals}
        isBusy={change.isBusy}
        onSubmit={() => void (secret === null ? begin() : confirm())}
      >
        {secret === null ? (
          <OwnPassword value={password} onChange={setPassword} />
        ) : (
          <Code hint={t('twoFactor.code.new')} value={code} onChange={setCode} />
        )}
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {secret === null ? t('secondFactor.next') : t('secondFactor.confirm')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}

/** Password and code, before recovery codes are made anew or the second factor is taken away. */
function Proof({ task, onClose }: { task: 'RENEW' | 'DISABLE'; onClose: () => void }) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const title = task === 'RENEW' ? t('secondFactor.renew') : t('secondFactor.disable');
  const submit = async (): Promise<void> => {
    const input = { password, code };
    if (task === 'RENEW') {
      const renewed = await change.run(RENEW_RECOVERY_CODES, { input });
      if (renewed !== null) setCodes(renewed.recoveryCodes);
    } else if ((await change.run(DISABLE_TWO_FACTOR, { input })) !== null) {
      tell.done(t('secondFactor.disabled'));
      onClose();
    }
  };
  if (codes !== null) return <Codes codes={codes} onClose={onClose} />;
  return (
    <ModalDialog title={title} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void submit()}>
        <OwnPassword value={password} onChange={setPassword} />
        <Code hint={t('twoFactor.code.hint')} value={code} onChange={setCode} />
        <FormFoot>
          <button
            type="submit"
            className={task === 'RENEW' ? 'button primary' : 'button danger'}
            aria-disabled={change.isBusy}
          >
            {title}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}

function Codes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useText();
  return (
    <ModalDialog title={t('twoFactor.codes')} isAlert onClose={onClose}>
      <RecoveryCodes codes={codes} onKept={onClose} />
    </ModalDialog>
  );
}

function OwnPassword({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useText();
  return (
    <TextField
      label={t('profile.current')}
      path="password"
      type="password"
      autoComplete="current-password"
      dir="ltr"
      value={value}
      onChange={onChange}
    />
  );
}

function Code({ hint, value, onChange }: { hint: string; value: string; onChange: (value: string) => void }) {
  const t = useText();
  return (
    <TextField
      label={t('twoFactor.code')}
      path="code"
      hint={hint}
      autoComplete="one-time-code"
      dir="ltr"
      value={value}
      onChange={onChange}
    />
  );
}
