import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { DataFieldType, WholeModelFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useChange, type Refused } from '../parts/form/change';
import { FormFoot } from '../parts/form/Choices';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Form, SelectField, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import type { DataRecord } from './ModelDetail';
import { DELETE_RECORDS, SAVE_RECORDS } from './record-documents';
import { shownValue, writtenValue } from './record-values';

interface Props {
  model: WholeModelFragment;
  /** null: a new one. */
  record: DataRecord | null;
  onClose: () => void;
}

const INPUT_TYPES: Partial<Record<DataFieldType, 'date' | 'email' | 'tel' | 'url'>> = {
  DATE: 'date',
  EMAIL: 'email',
  PHONE: 'tel',
  URL: 'url',
};

export function RecordDialog({ model, record, onClose }: Props) {
  const t = useText();
  const change = useChange();
  const removal = useChange();
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [externalId, setExternalId] = useState(record?.externalId ?? '');
  const [portalUrl, setPortalUrl] = useState(record?.portalUrl ?? '');
  const kept = (record?.values ?? {}) as Record<string, unknown>;
  const [texts, setTexts] = useState<Record<string, string>>(
    Object.fromEntries(model.fields.map(({ key }) => [key, shownValue(kept[key])])),
  );
  const save = async (): Promise<void> => {
    setRefused([]);
    const values = Object.fromEntries(
      model.fields
        .map(({ key, type }) => [key, writtenValue(texts[key] ?? '', type)] as const)
        .filter(([, value]) => value !== undefined),
    );
    const records = [{ externalId, values, ...(portalUrl !== '' && { portalUrl }) }];
    const payload = await change.run(SAVE_RECORDS, { input: { modelId: model.id, records } });
    if (payload === null) return;
    const errors = payload.results.flatMap((result) => result.errors);
    if (errors.length === 0) return onClose();
    setRefused(errors);
  };
  const remove = async (): Promise<boolean> => {
    const input = { modelId: model.id, externalIds: [externalId] };
    const isGone = (await removal.run(DELETE_RECORDS, { input })) !== null;
    if (isGone) onClose();
    return isGone;
  };
  // Of one record the place in the list says nothing.
  const refusals = [...change.refusals, ...refused].map((each) => ({ ...each, path: withoutList(each.path) }));
  return (
    <ModalDialog title={record?.label ?? t('records.new')} onClose={onClose}>
      <Form refusals={refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField
          label={t('records.externalId')}
          path="externalId"
          hint={t('records.externalId.hint')}
          isDisabled={record !== null}
          value={externalId}
          onChange={setExternalId}
        />
        {model.fields.map(({ key, label, type }) =>
          type === 'BOOLEAN' ? (
            <SelectField
              key={key}
              label={label}
              path={`values.${key}`}
              value={texts[key] ?? ''}
              options={[
                { value: '', label: '–' },
                { value: 'true', label: t('app.yes') },
                { value: 'false', label: t('app.no') },
              ]}
              onChange={(value) => setTexts({ ...texts, [key]: value })}
            />
          ) : (
            <TextField
              key={key}
              label={label}
              path={`values.${key}`}
              hint={type === 'TEXT' ? undefined : t(`fieldHint.${type}`)}
              type={INPUT_TYPES[type] ?? 'text'}
              value={texts[key] ?? ''}
              onChange={(value) => setTexts({ ...texts, [key]: value })}
            />
          ),
        )}
        <TextField
          label={t('records.portalUrl')}
          path="portalUrl"
          type="url"
          dir="ltr"
          value={portalUrl}
          onChange={setPortalUrl}
        />
        <FormFoot>
          {record !== null && (
            <ConfirmButton
              label={t('app.delete')}
              icon={<Trash2 aria-hidden="true" />}
              question={t('records.delete.question', { name: record.label })}
              change={removal}
              onConfirm={remove}
            />
          )}
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}

function withoutList(path: readonly string[] | null | undefined): string[] {
  const [list, , ...rest] = path ?? [];
  return list === 'records' ? rest : [...(path ?? [])];
}
