import { useText } from '../../../../language/text';
import { FileField } from '../../../../parts/form/FileField';
import { SelectField, TextField } from '../../../../parts/form/Form';
import { ListEditor } from '../../../../parts/form/ListEditor';
import { emptyValues, type FormField, type FormValues } from './form-values';

interface Props {
  fields: readonly FormField[];
  values: FormValues;
  /** Before the names of the fields, such as content.carousel.cards.0 */
  path: string;
  accountId: string;
  onChange: (values: FormValues) => void;
}

/** The fields of a message, those of its entries too. */
export function FormFields({ fields, values, path, accountId, onChange }: Props) {
  return fields.map((field) => (
    <OneField
      key={field.name}
      field={field}
      value={values[field.name] ?? ''}
      path={`${path}.${field.name}`}
      accountId={accountId}
      onChange={(value) => onChange({ ...values, [field.name]: value })}
    />
  ));
}

interface OneProps {
  field: FormField;
  value: string | readonly FormValues[];
  path: string;
  accountId: string;
  onChange: (value: string | readonly FormValues[]) => void;
}

function OneField({ field, value, path, accountId, onChange }: OneProps) {
  const t = useText();
  const label = t(field.label);
  if (typeof value !== 'string')
    return (
      field.type === 'LIST' && (
        <ListEditor
          entries={value}
          min={field.min}
          max={field.max}
          empty={emptyValues(field.fields)}
          title={(number) => `${label} ${number}`}
          addLabel={t(field.addLabel)}
          onChange={onChange}
        >
          {(entry, change, index) => (
            <FormFields
              fields={field.fields}
              values={entry}
              path={`${path}.${index}`}
              accountId={accountId}
              onChange={change}
            />
          )}
        </ListEditor>
      )
    );
  const shared = { label, path, value, onChange };
  switch (field.type) {
    case 'TEXT':
      return (
        <TextField
          {...shared}
          {...(field.hint !== undefined && { hint: t(field.hint) })}
          {...(field.rows !== undefined && { rows: field.rows })}
          {...(field.isCode === true && { dir: 'ltr' })}
          type={field.isNumber === true ? 'number' : 'text'}
        />
      );
    case 'LINES':
      return <TextField {...shared} hint={t(field.hint)} rows={3} dir="ltr" />;
    case 'CHOICE':
      return (
        <SelectField
          {...shared}
          options={field.options.map((option) => ({ value: option.value, label: t(option.label) }))}
        />
      );
    case 'FILE':
      return (
        <FileField
          {...{ label, path, accountId }}
          hint={t(field.hint)}
          accept={field.accept}
          onUploaded={(mediaId) => onChange(mediaId)}
        />
      );
    case 'LIST':
      return null;
  }
}
