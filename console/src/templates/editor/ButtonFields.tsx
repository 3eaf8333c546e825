import { Plus, Trash2 } from 'lucide-react';
import type { TemplateButtonInput, TemplateButtonType } from '../../generated/graphql';
import { useText } from '../../language/text';
import { Field, SelectField, TextField } from '../../parts/form/Form';
import type { DraftProps } from './TemplateEditor';
import { FieldGroup } from '../../parts/form/FieldGroup';
import css from '../Templates.module.css';

const TYPES: TemplateButtonType[] = ['QUICK_REPLY', 'VISIT_WEBSITE', 'CALL_NUMBER', 'COPY_CODE', 'FLOW', 'VOICE_CALL'];
const MAX_BUTTONS = 10;

export function ButtonFields({ draft, change }: DraftProps) {
  const t = useText();
  const { buttons } = draft;
  const put = (index: number, button: TemplateButtonInput): void =>
    change({ buttons: buttons.map((each, at) => (at === index ? button : each)) });
  const isCode = draft.category === 'AUTHENTICATION';
  const types = isCode ? (['ONE_TIME_PASSWORD'] as const) : TYPES;
  return (
    <Field label={t('templates.buttons')} path="buttonList">
      {(described) => (
        <div {...described} role="group" className={css.buttons}>
          {buttons.map((button, index) => (
            <FieldGroup key={index} title={t('templates.button', { number: index + 1 })}>
              <SelectField
                label={t('templates.buttonType')}
                path={`buttons.${index}.type`}
                value={button.type}
                options={[...new Set([...types, button.type])].map((value) => ({ value, label: t(`button.${value}`) }))}
                onChange={(type) => put(index, { type, text: button.text })}
              />
              <ButtonDetails button={button} index={index} onChange={(changed) => put(index, changed)} />
              <button
                type="button"
                className="button small danger"
                onClick={() => change({ buttons: buttons.filter((_each, at) => at !== index) })}
              >
                <Trash2 aria-hidden="true" />
                {t('templates.removeButton', { number: index + 1 })}
              </button>
            </FieldGroup>
          ))}
          {buttons.length < (isCode ? 1 : MAX_BUTTONS) && (
            <button
              type="button"
              className="button small"
              onClick={() => change({ buttons: [...buttons, newButton(isCode)] })}
            >
              <Plus aria-hidden="true" />
              {t('templates.newButton')}
            </button>
          )}
        </div>
      )}
    </Field>
  );
}

function newButton(isCode: boolean): TemplateButtonInput {
  return isCode ? { type: 'ONE_TIME_PASSWORD', otpType: 'COPY_CODE' } : { type: 'QUICK_REPLY', text: '' };
}

interface DetailsProps {
  button: TemplateButtonInput;
  index: number;
  onChange: (button: TemplateButtonInput) => void;
}

function ButtonDetails({ button, index, onChange }: DetailsProps) {
  const t = useText();
  const text = (key: 'text' | 'url' | 'phoneNumber' | 'flowId' | 'navigateScreen', label: string, hint?: string) => (
    <TextField
      label={label}
      path={`buttons.${index}.${key}`}
      hint={hint}
      dir={key === 'text' ? 'auto' : 'ltr'}
      value={button[key] ?? ''}
      onChange={(value) => onChange({ ...button, [key]: value === '' ? null : value })}
    />
  );
  const label = text('text', t('templates.buttonText'), t('templates.buttonText.hint'));
  switch (button.type) {
    case 'VISIT_WEBSITE':
      return (
        <>
          {label}
          {text('url', t('templates.url'), t('templates.url.hint', { example: 'https://shop.example/o/{{1}}' }))}
        </>
      );
    case 'CALL_NUMBER':
      return (
        <>
          {label}
          {text('phoneNumber', t('templates.phoneNumber'))}
        </>
      );
    case 'FLOW':
      return (
        <>
          {label}
          {text('flowId', t('templates.flowId'))}
          {text('navigateScreen', t('templates.screen'))}
        </>
      );
    case 'COPY_CODE':
    case 'ONE_TIME_PASSWORD':
      return null;
    case 'CATALOG':
    case 'MULTI_PRODUCT':
    case 'QUICK_REPLY':
    case 'UNKNOWN':
    case 'VOICE_CALL':
      return label;
  }
}
