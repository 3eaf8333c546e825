import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useWorkspace } from '../app/workspace';
import type { DataFieldInput, DataFieldType, WholeModelFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { Choices, FormFoot } from '../parts/form/Choices';
import { FieldGroup } from '../parts/form/FieldGroup';
import { Form, SelectField, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { MODELS, SAVE_MODEL } from './record-documents';

const TYPES: DataFieldType[] = [
  'TEXT',
  'NUMBER',
  'MONEY',
  'DATE',
  'DATETIME',
  'BOOLEAN',
  'PHONE',
  'EMAIL',
  'URL',
  'RELATION',
];

interface Props {
  /** null: a new one. */
  model: WholeModelFragment | null;
  onClose: () => void;
}

/** A kind of record: what it is called and which fields it has. */
export function ModelDialog({ model, onClose }: Props) {
  const t = useText();
  const { accounts } = useWorkspace().viewer;
  const change = useChange();
  const [label, setLabel] = useState(model?.label ?? '');
  const [key, setKey] = useState(model?.key ?? '');
  const [fields, setFields] = useState<DataFieldInput[]>(
    model?.fields.map((field) => ({
      key: field.key,
      label: field.label,
      type: field.type,
      ...(field.relatesTo !== null && { relatesTo: field.relatesTo.key }),
    })) ?? [{ key: 'name', label: '', type: 'TEXT' }],
  );
  const [accountIds, setAccountIds] = useState(model?.accounts.map(({ id }) => id) ?? []);
  const save = async (): Promise<void> => {
    const payload = await change.run(SAVE_MODEL, { input: { key, label, fields, accountIds } });
    if (payload !== null) onClose();
  };
  return (
    <ModalDialog title={model?.label ?? t('models.new')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField label={t('field.name')} path="label" value={label} onChange={setLabel} />
        <TextField
          label={t('models.key')}
          path="key"
          hint={t('models.key.hint')}
          dir="ltr"
          isDisabled={model !== null}
          value={key}
          onChange={setKey}
        />
        <FieldList fields={fields} onChange={setFields} />
        <Choices
          legend={t('models.accounts')}
          path="accountIds"
          options={accounts.map(({ id, name }) => ({ id, label: name }))}
          chosen={accountIds}
          onChange={setAccountIds}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}

function FieldList({ fields, onChange }: { fields: DataFieldInput[]; onChange: (fields: DataFieldInput[]) => void }) {
  const t = useText();
  const [{ data }] = useQuery({ query: MODELS, variables: {} });
  const models = (data?.dataModels ?? []).map(({ key, label }) => ({ value: key, label }));
  const put = (index: number, field: DataFieldInput): void =>
    onChange(fields.map((each, at) => (at === index ? field : each)));
  return (
    <>
      {fields.map((field, index) => (
        <FieldGroup key={index} title={t('models.field', { number: index + 1 })}>
          <TextField
            label={t('field.name')}
            path={`fields.${index}.label`}
            value={field.label}
            onChange={(label) => put(index, { ...field, label })}
          />
          <TextField
            label={t('models.key')}
            path={`fields.${index}.key`}
            dir="ltr"
            value={field.key}
            onChange={(key) => put(index, { ...field, key })}
          />
          <SelectField
            label={t('templates.buttonType')}
            path={`fields.${index}.type`}
            value={field.type}
            options={TYPES.map((value) => ({ value, label: t(`fieldType.${value}`) }))}
            onChange={(type) => put(index, { key: field.key, label: field.label, type })}
          />
          {field.type === 'RELATION' && (
            <SelectField
              label={t('models.relatesTo')}
              path={`fields.${index}.relatesTo`}
              value={field.relatesTo ?? ''}
              options={[{ value: '', label: t('templates.noModel') }, ...models]}
              onChange={(relatesTo) => put(index, { ...field, relatesTo })}
            />
          )}
          <button
            type="button"
            className="button small danger"
            onClick={() => onChange(fields.filter((_each, at) => at !== index))}
          >
            <Trash2 aria-hidden="true" />
            {t('models.removeField', { number: index + 1 })}
          </button>
        </FieldGroup>
      ))}
      <div>
        <button
          type="button"
          className="button small"
          onClick={() => onChange([...fields, { key: '', label: '', type: 'TEXT' }])}
        >
          <Plus aria-hidden="true" />
          {t('models.newField')}
        </button>
      </div>
    </>
  );
}
