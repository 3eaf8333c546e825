import { useState } from 'react';
import { useText } from '../../../language/text';
import { Form, TextField } from '../../../parts/form/Form';
import { useChecks } from './checked-field';
import { ExtraFoot } from './ExtraFoot';
import { LIMITS, type Extra } from './extra-kinds';

/** A text for a time to come. */
export function LaterForm({ onSend }: { onSend: (extra: Extra) => void }) {
  const t = useText();
  const checks = useChecks();
  const [text, setText] = useState('');
  const [time, setTime] = useState('');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const send = (): void => {
    if (!checks.attempt([text, LIMITS.text, true], [time, LIMITS.text, true])) return;
    const body = text.trim();
    onSend({ text: body, content: { text: { body } }, sendAt: new Date(time).toISOString() });
  };
  return (
    <Form refusals={[]} onSubmit={send}>
      <TextField
        label={t('composer.message')}
        path="text"
        rows={4}
        value={text}
        problems={checks.problemsOf(text, LIMITS.text, true)}
        onChange={setText}
      />
      <TextField
        label={t('extra.sendAt')}
        path="sendAt"
        type="datetime-local"
        hint={t('extra.sendAt.hint', { zone })}
        value={time}
        problems={checks.problemsOf(time, LIMITS.text, true)}
        onChange={setTime}
      />
      <ExtraFoot />
    </Form>
  );
}
