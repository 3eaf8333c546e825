import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { NumberStandingFragment, PinRefusalsOfNumberFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { FormFoot } from '../../../parts/form/Choices';
import { Form } from '../../../parts/form/Form';
import { ModalDialog } from '../../../parts/form/ModalDialog';
import { Section } from '../../../parts/page/Page';
import { useTell } from '../../../parts/tell';
import { useNumberChange } from '../number-change';
import { SET_PIN } from '../number-documents';
import { PinField } from './PinField';
import { PinRefusals } from './PinRefusals';

/** Whether the number has a two-step PIN, what was refused of it, and another one. */
export function TwoStepPin(props: { number: NumberStandingFragment; refusals: PinRefusalsOfNumberFragment | null }) {
  const { number, refusals } = props;
  const t = useText();
  const [isSetting, setSetting] = useState(false);
  const { isPinSet } = number;
  return (
    <Section
      title={t('number.pin')}
      actions={
        <button type="button" className="button" onClick={() => setSetting(true)}>
          <KeyRound aria-hidden="true" />
          {t('number.setPin')}
        </button>
      }
    >
      <p>{t(isPinSet === null ? 'number.pin.unknown' : isPinSet ? 'number.pin.yes' : 'number.pin.no')}</p>
      <PinRefusals refusals={refusals} />
      {isSetting && <SetPin number={number} onClose={() => setSetting(false)} />}
    </Section>
  );
}

/** The PIN is gone with the dialog: nothing else holds it. */
function SetPin({ number, onClose }: { number: NumberStandingFragment; onClose: () => void }) {
  const t = useText();
  const tell = useTell();
  const change = useNumberChange();
  const [pin, setPin] = useState('');
  const save = async (): Promise<void> => {
    if ((await change.run(SET_PIN, { input: { phoneNumberId: number.id, pin } })) === null) return;
    tell.done(t('number.setPin.done'));
    onClose();
  };
  return (
    <ModalDialog title={t('number.setPin')} onClose={onClose}>
      <p>{t('number.setPin.hint')}</p>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <PinField value={pin} onChange={setPin} />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('number.setPin.do')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
