import { useState } from 'react';
import { useText } from '../../../language/text';
import { Form, TextField } from '../../../parts/form/Form';
import { useChecks } from './checked-field';
import { ExtraFoot } from './ExtraFoot';
import { textOrNull, type Extra } from './extra-kinds';

const MAX_NAME = 200;

/** Somebody's name and how they are reached, which the customer can keep. */
export function ContactForm({ onSend }: { onSend: (extra: Extra) => void }) {
  const t = useText();
  const checks = useChecks();
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [email, setEmail] = useState('');
  const [organization, setOrganization] = useState('');
  const send = (): void => {
    if (!checks.attempt([name, MAX_NAME, true], [phone, MAX_NAME, email.trim() === ''])) return;
    const listOf = (text: string): string[] => (text.trim() === '' ? [] : [text.trim()]);
    const card = {
      formattedName: name.trim(),
      phones: listOf(phone),
      emails: listOf(email),
      organization: textOrNull(organization),
    };
    onSend({ text: name.trim(), content: { contacts: [card] } });
  };
  return (
    <Form refusals={[]} onSubmit={send}>
      <TextField
        label={t('field.name')}
        path="name"
        value={name}
        problems={checks.problemsOf(name, MAX_NAME, true)}
        onChange={setName}
      />
      <TextField
        label={t('field.phone')}
        path="phone"
        type="tel"
        dir="ltr"
        value={phone}
        problems={checks.problemsOf(phone, MAX_NAME, email.trim() === '')}
        onChange={setPhone}
      />
      <TextField label={t('signIn.email')} path="email" type="email" dir="ltr" value={email} onChange={setEmail} />
      <TextField label={t('extra.organization')} path="organization" value={organization} onChange={setOrganization} />
      <ExtraFoot />
    </Form>
  );
}
