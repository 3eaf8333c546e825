import { BadgeCheck, Power, Radio } from 'lucide-react';
import { useState } from 'react';
import type { NumberStandingFragment, PinRefusalsOfNumberFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { ConfirmButton } from '../../../parts/form/ConfirmButton';
import { FormFoot } from '../../../parts/form/Choices';
import { Section } from '../../../parts/page/Page';
import { useTell } from '../../../parts/tell';
import { useNumberChange } from '../number-change';
import { DEREGISTER_NUMBER } from '../number-documents';
import { isRegistered, numberInText } from '../number-words';
import { RegisterDialog } from './RegisterDialog';
import { VerifyDialog } from './VerifyDialog';

interface Props {
  number: NumberStandingFragment;
  refusals: PinRefusalsOfNumberFragment | null;
  /** Meta has refused a PIN, or takes none. */
  onRefused: () => void;
}

/** The number proven by a code, registered with its PIN, and deregistered. */
export function Registration({ number, refusals, onRefused }: Props) {
  const t = useText();
  const [task, setTask] = useState<'VERIFY' | 'REGISTER' | null>(null);
  const is = isRegistered(number.status);
  const close = (): void => setTask(null);
  return (
    <Section title={t('number.registration')}>
      <p>
        {t(is === null ? 'number.registration.unknown' : is ? 'number.registration.yes' : 'number.registration.no')}
      </p>
      <FormFoot>
        <button type="button" className="button" onClick={() => setTask('VERIFY')}>
          <BadgeCheck aria-hidden="true" />
          {t('number.verify')}
        </button>
        <button
          type="button"
          className={is === false ? 'button primary' : 'button'}
          onClick={() => setTask('REGISTER')}
        >
          <Radio aria-hidden="true" />
          {t('number.register')}
        </button>
        {is !== false && <Deregister number={number} />}
      </FormFoot>
      {task === 'VERIFY' && <VerifyDialog number={number} onClose={close} />}
      {task === 'REGISTER' && (
        <RegisterDialog number={number} refusals={refusals} onRefused={onRefused} onClose={close} />
      )}
    </Section>
  );
}

function Deregister({ number }: { number: NumberStandingFragment }) {
  const t = useText();
  const tell = useTell();
  const change = useNumberChange();
  const deregister = async (): Promise<boolean> => {
    const isDone = (await change.run(DEREGISTER_NUMBER, { input: { phoneNumberId: number.id } })) !== null;
    if (isDone) tell.done(t('number.deregistered'));
    return isDone;
  };
  return (
    <ConfirmButton
      label={t('number.deregister')}
      icon={<Power aria-hidden="true" />}
      question={t('number.deregister.question', { number: numberInText(number) })}
      change={change}
      onConfirm={deregister}
    />
  );
}
