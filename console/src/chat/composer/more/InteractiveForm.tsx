import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { InteractiveInput } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { FieldGroup } from '../../../parts/form/FieldGroup';
import { Form, TextField } from '../../../parts/form/Form';
import { useChecks } from './checked-field';
import { ExtraFoot } from './ExtraFoot';
import { LIMITS, textOrNull, type Extra } from './extra-kinds';

interface Option {
  title: string;
  description: string;
}

interface Props {
  kind: 'BUTTONS' | 'LIST';
  onSend: (extra: Extra) => void;
}

const EMPTY: Option = { title: '', description: '' };

/** A question with buttons to tap, or with a list that opens. */
export function InteractiveForm({ kind, onSend }: Props) {
  const t = useText();
  const checks = useChecks();
  const isList = kind === 'LIST';
  const [header, setHeader] = useState('');
  const [body, setBody] = useState('');
  const [footer, setFooter] = useState('');
  const [listButton, setListButton] = useState('');
  const [options, setOptions] = useState<readonly Option[]>([EMPTY]);
  const [titleLimit, bodyLimit] = isList ? [LIMITS.row, LIMITS.listBody] : [LIMITS.button, LIMITS.body];
  const titles = options.map(({ title }) => title.trim().toLowerCase());
  const isTwice = (index: number): boolean => titles[index] !== '' && titles.indexOf(titles[index] ?? '') !== index;
  const change = (index: number, changed: Partial<Option>): void =>
    setOptions(options.map((option, place) => (place === index ? { ...option, ...changed } : option)));

  const send = (): void => {
    const isWell = checks.attempt(
      [header, LIMITS.header],
      [body, bodyLimit, true],
      [footer, LIMITS.footer],
      [listButton, LIMITS.button, isList],
      ...options.map(({ title }) => [title, titleLimit, true] as const),
      ...options.map(({ description }) => [description, LIMITS.description] as const),
    );
    if (!isWell || options.some((_option, index) => isTwice(index))) return;
    const made = options.map(({ title, description }, index) => ({
      optionId: `${index + 1}`,
      title: title.trim(),
      ...(isList ? { description: textOrNull(description) } : {}),
    }));
    const interactive: InteractiveInput = {
      kind,
      header: textOrNull(header),
      body: body.trim(),
      footer: textOrNull(footer),
      ...(isList ? { listButton: listButton.trim(), sections: [{ rows: made }] } : { buttons: made }),
    };
    onSend({ text: body.trim(), content: { interactive } });
  };

  return (
    <Form refusals={[]} onSubmit={send}>
      <TextField
        label={t('extra.body')}
        path="body"
        rows={3}
        value={body}
        problems={checks.problemsOf(body, bodyLimit, true)}
        onChange={setBody}
      />
      {options.map(({ title, description }, index) => (
        <FieldGroup key={index} title={t(isList ? 'extra.row' : 'extra.button', { number: index + 1 })}>
          <TextField
            label={t('extra.optionTitle')}
            path={`options.${index}.title`}
            value={title}
            problems={[
              ...checks.problemsOf(title, titleLimit, true),
              ...(isTwice(index) ? [t('error.DUPLICATE')] : []),
            ]}
            onChange={(changed) => change(index, { title: changed })}
          />
          {isList && (
            <TextField
              label={t('extra.description')}
              path={`options.${index}.description`}
              value={description}
              problems={checks.problemsOf(description, LIMITS.description)}
              onChange={(changed) => change(index, { description: changed })}
            />
          )}
          {options.length > 1 && (
            <button
              type="button"
              className="button small"
              onClick={() => setOptions(options.filter((_option, place) => place !== index))}
            >
              <X aria-hidden="true" />
              {t('extra.remove')}
            </button>
          )}
        </FieldGroup>
      ))}
      {options.length < (isList ? LIMITS.rows : LIMITS.buttons) && (
        <div>
          <button type="button" className="button small" onClick={() => setOptions([...options, EMPTY])}>
            <Plus aria-hidden="true" />
            {t(isList ? 'extra.addRow' : 'extra.addButton')}
          </button>
        </div>
      )}
      {isList && (
        <TextField
          label={t('extra.listButton')}
          path="listButton"
          value={listButton}
          problems={checks.problemsOf(listButton, LIMITS.button, true)}
          onChange={setListButton}
        />
      )}
      <TextField
        label={t('extra.header')}
        path="header"
        value={header}
        problems={checks.problemsOf(header, LIMITS.header)}
        onChange={setHeader}
      />
      <TextField
        label={t('extra.footer')}
        path="footer"
        value={footer}
        problems={checks.problemsOf(footer, LIMITS.footer)}
        onChange={setFooter}
      />
      <ExtraFoot />
    </Form>
  );
}
