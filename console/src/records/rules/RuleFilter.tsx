import { useState } from 'react';
import { useQuery } from 'urql';
import { MODEL_FIELDS } from '../../broadcasts/broadcast-documents';
import { useText } from '../../language/text';
import { CheckBox } from '../../parts/form/Choices';
import { FieldGroup } from '../../parts/form/FieldGroup';
import { TextField } from '../../parts/form/Form';
import { conditionsOf, filterOf } from '../record-conditions';
import { RecordConditions, type Condition } from '../RecordConditions';

/** A filter while it is written: by fields, or as JSON where it says more. */
export interface WrittenFilter {
  conditions: readonly Condition[];
  json: string;
  isJson: boolean;
}

export function writtenFilter(filter: unknown): WrittenFilter {
  const conditions = conditionsOf(filter);
  return { conditions: conditions ?? [], json: JSON.stringify(filter, null, 2), isJson: conditions === null };
}

interface Props {
  modelId: string | null;
  written: WrittenFilter;
  /** Whether what is missing is pointed at. */
  isChecked: boolean;
  onChange: (written: WrittenFilter) => void;
}

/** Which records a rule is about. */
export function RuleFilter({ modelId, written, isChecked, onChange }: Props) {
  const t = useText();
  const fields = useModelFields(modelId);
  const { conditions, json, isJson } = written;
  const [isStuck, setStuck] = useState(false);
  const change = (wantsJson: boolean): void => {
    if (wantsJson)
      return onChange({ ...written, json: JSON.stringify(filterOf(conditions, fields), null, 2), isJson: true });
    const simple = conditionsOf(readJson(json));
    setStuck(simple === null);
    if (simple !== null) onChange({ ...written, conditions: simple, isJson: false });
  };
  return (
    <FieldGroup title={t('rules.filter')}>
      {isJson ? (
        <TextField
          label={t('rules.filter.json')}
          path="recordFilter"
          hint={t('rules.filter.hint')}
          problems={[
            ...(readJson(json) === null ? [t('rules.filter.invalid')] : []),
            ...(isStuck ? [t('rules.filter.tooMuch')] : []),
          ]}
          rows={5}
          dir="ltr"
          value={json}
          onChange={(text) => {
            setStuck(false);
            onChange({ ...written, json: text });
          }}
        />
      ) : (
        <>
          {conditions.length === 0 && <p>{t('rules.filter.all')}</p>}
          <RecordConditions
            fields={fields}
            conditions={conditions}
            isChecked={isChecked}
            onChange={(changed) => onChange({ ...written, conditions: changed })}
          />
        </>
      )}
      <CheckBox label={t('rules.filter.asJson')} isChecked={isJson} onChange={change} />
    </FieldGroup>
  );
}

/** What is written, as the server takes it; null: it cannot be taken yet. */
export function useFilter(modelId: string | null, { conditions, json, isJson }: WrittenFilter): object | null {
  const fields = useModelFields(modelId);
  if (isJson) return readJson(json);
  return conditions.every(({ value }) => value.trim() !== '') ? filterOf(conditions, fields) : null;
}

function useModelFields(modelId: string | null) {
  const [{ data }] = useQuery({ query: MODEL_FIELDS, variables: { id: modelId ?? '' }, pause: modelId === null });
  return data?.dataModel?.fields ?? [];
}

/** Null: no object of JSON. */
function readJson(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
