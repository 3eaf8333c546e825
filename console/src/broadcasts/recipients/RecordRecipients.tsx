import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import type { DataFieldType } from '../../generated/graphql';
import { useText } from '../../language/text';
import { SelectField, TextField } from '../../parts/form/Form';
import { MODEL_FIELDS } from '../broadcast-documents';
import css from '../Broadcasts.module.css';
import type { RecipientsProps } from './Recipients';

interface Condition {
  key: string;
  value: string;
}

/** Every record of the template's kind, or those whose fields have these values. */
export function RecordRecipients({ template, onChange }: RecipientsProps) {
  const t = useText();
  const [conditions, setConditions] = useState<readonly Condition[]>([]);
  const { appliesTo } = template;
  const [{ data }] = useQuery({
    query: MODEL_FIELDS,
    variables: { id: appliesTo?.id ?? '' },
    pause: appliesTo === null,
  });
  const model = data?.dataModel;
  useEffect(() => {
    const typeOf = (key: string): DataFieldType => model?.fields.find((field) => field.key === key)?.type ?? 'TEXT';
    const entries = conditions.map(({ key, value }) => [key, valueOf(value, typeOf(key))]);
    onChange({
      input: { recordFilter: Object.fromEntries(entries) as Record<string, unknown> },
      lines: [],
      count: null,
      isReady: model !== undefined && model !== null && conditions.every(({ value }) => value.trim() !== ''),
    });
  }, [conditions, model, onChange]);
  const fields = (model?.fields ?? []).map(({ key, label }) => ({ value: key, label }));
  const put = (index: number, condition: Condition): void =>
    setConditions(conditions.map((each, at) => (at === index ? condition : each)));
  return (
    <>
      <p>{t('recipients.records', { model: appliesTo?.label ?? '', count: model?.recordCount ?? 0 })}</p>
      {conditions.map(({ key, value }, index) => (
        <div key={index} className={css.mapping}>
          <SelectField
            label={t('recipients.field')}
            path={`conditions.${index}.key`}
            value={key}
            options={fields}
            onChange={(chosen) => put(index, { key: chosen, value })}
          />
          <TextField
            label={t('recipients.is')}
            path={`recordFilter.${key}`}
            value={value}
            onChange={(written) => put(index, { key, value: written })}
          />
          <button
            type="button"
            className="button danger"
            onClick={() => setConditions(conditions.filter((_each, at) => at !== index))}
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
            onClick={() => setConditions([...conditions, { key: fields[0]?.value ?? '', value: '' }])}
          >
            <Plus aria-hidden="true" />
            {t('recipients.newCondition')}
          </button>
        </div>
      )}
    </>
  );
}

function valueOf(text: string, type: DataFieldType): unknown {
  if (type === 'BOOLEAN') return /^(true|yes|ja|sí|si|sim|نعم|1)$/i.test(text.trim());
  return text;
}
