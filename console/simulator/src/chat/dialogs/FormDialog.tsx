import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { FormFoot } from '../../../../src/parts/form/Choices';
import { FieldGroup } from '../../../../src/parts/form/FieldGroup';
import { Form, TextField } from '../../../../src/parts/form/Form';
import { ModalDialog } from '../../../../src/parts/form/ModalDialog';
import { useText } from '../../language/text';
import { formAnswer, type Written } from '../taps';

interface Props {
  title: string;
  /** Of the Flow that was sent; absent where the customer begins. */
  token?: string | null;
  onAnswer: (written: Written) => void;
  onClose: () => void;
}

interface Answer {
  name: string;
  value: string;
}

/** A form (Flow) as a customer sends it: what it asks is known to Meta alone, so the fields are written here. */
export function FormDialog({ title, token = null, onAnswer, onClose }: Props) {
  const t = useText();
  const [answers, setAnswers] = useState<readonly Answer[]>([{ name: '', value: '' }]);
  const change = (index: number, changes: Partial<Answer>): void =>
    setAnswers(answers.map((answer, at) => (at === index ? { ...answer, ...changes } : answer)));
  const send = (): void => {
    const named = answers.filter(({ name }) => name.trim() !== '');
    onAnswer(formAnswer(Object.fromEntries(named.map(({ name, value }) => [name.trim(), value])), token));
  };
  return (
    <ModalDialog title={title} onClose={onClose}>
      <p>{t('sim.form.hint')}</p>
      <Form refusals={[]} onSubmit={send}>
        {answers.map(({ name, value }, index) => (
          <FieldGroup key={index} title={t('sim.form.field', { number: index + 1 })}>
            <TextField
              label={t('field.name')}
              path={`fields.${index}.name`}
              dir="ltr"
              value={name}
              onChange={(changed) => change(index, { name: changed })}
            />
            <TextField
              label={t('sim.form.value')}
              path={`fields.${index}.value`}
              value={value}
              onChange={(changed) => change(index, { value: changed })}
            />
            {answers.length > 1 && (
              <button
                type="button"
                className="button small"
                onClick={() => setAnswers(answers.filter((_answer, at) => at !== index))}
              >
                <X aria-hidden="true" />
                {t('extra.remove')}
              </button>
            )}
          </FieldGroup>
        ))}
        <FormFoot>
          <button type="button" className="button" onClick={() => setAnswers([...answers, { name: '', value: '' }])}>
            <Plus aria-hidden="true" />
            {t('sim.form.add')}
          </button>
          <button type="submit" className="button primary">
            {t('composer.send')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
