import { useState } from 'react';
import { useText } from '../../../language/text';
import { CheckBox } from '../../../parts/form/Choices';
import { TextField } from '../../../parts/form/Form';

/** A two-step PIN, its digits shown to whoever asks. `one-time-code`: no browser offers to keep it. */
export function PinField({ value, onChange }: { value: string; onChange: (pin: string) => void }) {
  const t = useText();
  const [isShown, setShown] = useState(false);
  return (
    <>
      <TextField
        label={t('number.pin')}
        hint={t('number.pin.hint')}
        path="pin"
        type={isShown ? 'text' : 'password'}
        inputMode="numeric"
        autoComplete="one-time-code"
        dir="ltr"
        value={value}
        onChange={onChange}
      />
      <CheckBox label={t('number.pin.show')} isChecked={isShown} onChange={setShown} />
    </>
  );
}
