import { Plus, Trash2 } from 'lucide-react';
import type { DataFieldType } from '../generated/graphql';
import { useText } from '../language/text';
import { SelectField, TextField } from '../parts/form/Form';
import css from './Records.module.css';

/** A field of a record, and what it must be, as it is written. */
export interface Condition {
  key: string;
  value: string;
}

export interface ConditionField {
  key: string;
  label: string;
  type: DataFieldType;
}

interface Props {
  fields: readonly ConditionField[];
  conditions: readonly Condition[];
  /** Whether values that are missing are pointed at. */
  isChecked?: boolean;
  onChange: (conditions: readonly Condition[]) => void;
}

/** Which records: those whose fields have these values. None: every record. */
export function RecordConditions({ fields, conditions, isChecked = false, onChange }: Props) {
  const t = useText();
  const options = fields.map(({ key, label }) => ({ value: key, label }));
  const put = (index: number, condition: Condition): void =>
    onChange(conditions.map((each, at) => (at === index ? condition : each)));
  return (
    <>
      {conditions.map(({ key, value }, index) => (
        <div key={index} className={css.condition}>
          <SelectField
            label={t('recipients.field')}
            path={`conditions.${index}.key`}
            value={key}
            options={options}
            onChange={(chosen) => put(index, { key: chosen, value })}
          />
          <TextField
            label={t('recipients.is')}
            path={`recordFilter.${key}`}
            value={value}
            problems={isChecked && value.trim() === '' ? [t('error.REQUIRED')] : []}
            onChange={(written) => put(index, { key, value: written })}
          />
          <button
            type="button"
            className="button danger"
            onClick={() => onChange(conditions.filter((_each, at) => at !== index))}
          >
            <Trash2 aria-hidden="true" />
            {t('recipients.removeCondition')}
          </button>
        </div>
      ))}
      {fields.length > 0 && (
        <div>
          <button
            type="button"
            className="button small"
            onClick={() => onChange([...conditions, { key: fields[0]?.key ?? '', value: '' }])}
          >
            <Plus aria-hidden="true" />
            {t('recipients.newCondition')}
          </button>
        </div>
      )}
    </>
  );
}
