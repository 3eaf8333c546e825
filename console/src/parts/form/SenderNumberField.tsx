import { useText } from '../../language/text';
import { SelectField } from './Form';

interface Props {
  /** Of the account. */
  numbers: readonly { id: string; displayPhoneNumber: string | null }[];
  value: string;
  onChange: (phoneNumberId: string) => void;
}

/** Which number of an account sends; nothing to choose where it has one. */
export function SenderNumberField({ numbers, value, onChange }: Props) {
  const t = useText();
  if (numbers.length <= 1) return null;
  const options = numbers.map(({ id, displayPhoneNumber }) => ({ value: id, label: displayPhoneNumber ?? id }));
  return (
    <SelectField
      label={t('broadcasts.number')}
      path="phoneNumberId"
      value={value}
      options={[{ value: '', label: t('broadcasts.chooseNumber') }, ...options]}
      onChange={onChange}
    />
  );
}
