import { useState } from 'react';
import type { NewCustomer, SimCustomer } from '../../../../src/simulator/control-api';
import { CheckBox, FormFoot } from '../../../src/parts/form/Choices';
import { Form, TextField } from '../../../src/parts/form/Form';
import { ModalDialog } from '../../../src/parts/form/ModalDialog';
import { control, useControl } from '../control/control';
import { useText } from '../language/text';

interface Props {
  onAdded: (customer: SimCustomer) => void;
  onClose: () => void;
}

/** Somebody new: at a number, or known by the user id alone. */
export function NewCustomerDialog({ onAdded, onClose }: Props) {
  const t = useText();
  const run = useControl();
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [username, setUsername] = useState('');
  const [isHidden, setHidden] = useState(false);
  const [isAttempted, setAttempted] = useState(false);
  const isNamed = name.trim() !== '';
  const isNumber = isHidden || (/^\+?[\d\s().-]+$/.test(phone) && /^\d{7,15}$/.test(phone.replace(/\D/g, '')));
  const add = async (): Promise<void> => {
    setAttempted(true);
    if (!isNamed || !isNumber) return;
    const customer: NewCustomer = {
      name: name.trim(),
      phone: isHidden ? null : phone.replace(/\D/g, ''),
      ...(username.trim() === '' ? {} : { username: username.trim().replace(/^@/, '') }),
    };
    const added = await run(control.addCustomer(customer));
    if (added !== null) onAdded(added);
  };
  return (
    <ModalDialog title={t('sim.customer.new')} onClose={onClose}>
      <Form refusals={[]} onSubmit={() => void add()}>
        <TextField
          label={t('field.name')}
          path="name"
          value={name}
          problems={isAttempted && !isNamed ? [t('error.REQUIRED')] : []}
          onChange={setName}
        />
        <TextField
          label={t('field.phone')}
          path="phone"
          type="tel"
          dir="ltr"
          placeholder="16505559876"
          value={phone}
          isDisabled={isHidden}
          problems={isAttempted && !isNumber ? [t('sim.customer.number')] : []}
          onChange={setPhone}
        />
        <CheckBox
          label={t('sim.customer.hidden')}
          hint={t('sim.customer.hidden.hint')}
          isChecked={isHidden}
          onChange={setHidden}
        />
        <TextField
          label={t('sim.customer.username')}
          path="username"
          dir="ltr"
          value={username}
          onChange={setUsername}
        />
        <FormFoot>
          <button type="submit" className="button primary">
            {t('sim.customer.add')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
