import { useState } from 'react';
import { request } from '../../graphql/request';
import { useText } from '../../language/text';
import type { Refused } from '../../parts/form/change';
import { FormFoot } from '../../parts/form/Choices';
import { Form, SelectField, TextField } from '../../parts/form/Form';
import type { OwnNumber } from '../own-numbers';
import { CHECK_RECIPIENT } from './new-message-documents';
import { refusedBy } from './send-new-message';

/** Who is written to, and from which number, as it stands in the form. */
export interface WrittenRecipient {
  phoneNumberId: string;
  /** In any form. */
  number: string;
}

/** Who is written to, as the server reads it. */
export interface Recipient {
  from: OwnNumber;
  /** E.164. */
  phoneNumber: string;
  /** Of the contact that has the number; null: it is new. */
  name: string | null;
}

interface Props {
  numbers: readonly OwnNumber[];
  written: WrittenRecipient;
  /** Found later: at sending. */
  refusals: readonly Refused[];
  onChange: (written: WrittenRecipient) => void;
  onNext: (recipient: Recipient) => void;
}

export function RecipientForm({ numbers, written, refusals, onChange, onNext }: Props) {
  const t = useText();
  const [isBusy, setBusy] = useState(false);
  const [found, setFound] = useState<readonly Refused[]>(refusals);
  const from = numbers.find(({ id }) => id === written.phoneNumberId);
  const change = (changed: Partial<WrittenRecipient>): void => {
    setFound([]);
    onChange({ ...written, ...changed });
  };
  const check = async (): Promise<void> => {
    if (from === undefined) return setFound([{ code: 'REQUIRED', message: '', path: ['phoneNumberId'] }]);
    setBusy(true);
    try {
      const outcome = await read(from, written.number);
      if ('code' in outcome) setFound([outcome]);
      else onNext(outcome);
    } catch (error) {
      setFound([refusedBy(error)]);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form refusals={found} isBusy={isBusy} onSubmit={() => void check()}>
      {numbers.length > 1 && (
        <SelectField
          label={t('broadcasts.number')}
          path="phoneNumberId"
          value={written.phoneNumberId}
          options={[
            { value: '', label: t('broadcasts.chooseNumber') },
            ...numbers.map(({ id, label }) => ({ value: id, label })),
          ]}
          onChange={(phoneNumberId) => change({ phoneNumberId })}
        />
      )}
      <TextField
        label={t('newMessage.number')}
        path="phoneNumber"
        type="tel"
        dir="ltr"
        hint={t('newMessage.number.hint')}
        isRequired
        value={written.number}
        onChange={(number) => change({ number })}
      />
      <FormFoot>
        <button type="submit" className="button primary" aria-disabled={isBusy}>
          {t('newMessage.next')}
        </button>
      </FormFoot>
    </Form>
  );
}

/** As the server reads it, or why it does not. @throws AskFailure */
async function read(from: OwnNumber, number: string): Promise<Recipient | Refused> {
  const input = { accountId: from.accountId, phoneNumbers: [number] };
  const [check] = (await request(CHECK_RECIPIENT, { input })).checkPhoneNumbers;
  if (check?.valid === true && check.phoneNumber !== null)
    return { from, phoneNumber: check.phoneNumber, name: check.contact?.displayName ?? null };
  const phoneProblem = check?.problem?.code ?? 'NOT_IN_USE';
  return { code: 'PHONE_INVALID', message: '', path: ['phoneNumber'], phoneProblem, suggestion: check?.suggestion };
}
