import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useText } from '../../language/text';
import { filterOf } from '../../records/record-conditions';
import { RecordConditions, type Condition } from '../../records/RecordConditions';
import { MODEL_FIELDS } from '../broadcast-documents';
import { NOBODY } from './chosen-recipients';
import type { RecipientsProps } from './Recipients';

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
    onChange({
      ...NOBODY,
      recordFilter: filterOf(conditions, model?.fields ?? []),
      count: null,
      isReady: model !== undefined && model !== null && conditions.every(({ value }) => value.trim() !== ''),
    });
  }, [conditions, model, onChange]);
  return (
    <>
      <p>{t('recipients.records', { model: appliesTo?.label ?? '', count: model?.recordCount ?? 0 })}</p>
      <RecordConditions fields={model?.fields ?? []} conditions={conditions} onChange={setConditions} />
    </>
  );
}
