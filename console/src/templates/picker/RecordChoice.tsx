import { useId, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../graphql/graphql';
import { useText } from '../../language/text';
import type { Refused } from '../../parts/form/change';
import { useRefusedText } from '../../parts/form/Form';
import css from './TemplatePicker.module.css';

const RECORDS = graphql(`
  query RecordsToChoose($modelId: ID!, $search: String) {
    records(modelId: $modelId, filter: { search: $search }, first: 20) {
      nodes {
        id
        label
        externalId
      }
    }
  }
`);

interface Props {
  model: { id: string; label: string };
  /** Whose records are offered first. */
  phoneNumber: string | null;
  chosenId: string | null;
  /** What is wrong with the chosen one. */
  problems: readonly Refused[];
  onChoose: (recordId: string) => void;
}

/** The business record that fills the template: those of the customer first, or whatever is searched for. */
export function RecordChoice({ model, phoneNumber, chosenId, problems, onChoose }: Props) {
  const t = useText();
  const text = useRefusedText();
  const id = useId();
  const isWrong = problems.length > 0;
  const [search, setSearch] = useState('');
  const asked = search.trim();
  const [{ data: own }] = useQuery({
    query: RECORDS,
    variables: { modelId: model.id, search: phoneNumber },
    pause: phoneNumber === null,
  });
  const isOwn = asked === '' && (own?.records.nodes.length ?? 0) > 0;
  const [{ data: found, fetching }] = useQuery({
    query: RECORDS,
    variables: { modelId: model.id, search: asked === '' ? null : asked },
    pause: isOwn,
  });
  const records = (isOwn ? own : found)?.records.nodes ?? [];
  return (
    <fieldset className={css.records} aria-busy={fetching}>
      <legend>{model.label}</legend>
      <input
        type="search"
        className="input"
        aria-label={t('picker.searchRecords', { model: model.label })}
        placeholder={t('picker.searchRecords', { model: model.label })}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div
        className={css.options}
        role="radiogroup"
        aria-label={model.label}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? id : undefined}
      >
        {records.map(({ id: recordId, label, externalId }) => (
          <label key={recordId}>
            <input
              type="radio"
              name="record"
              checked={recordId === chosenId}
              aria-describedby={isWrong && recordId === chosenId ? id : undefined}
              onChange={() => onChoose(recordId)}
            />
            <span dir="auto">
              {label}
              {label !== externalId && <small>{externalId}</small>}
            </span>
          </label>
        ))}
        {!fetching && records.length === 0 && <p className={css.soft}>{t('picker.noRecords')}</p>}
      </div>
      <div role="alert" id={id} className={css.wrong} dir="auto">
        {problems.map(text).join(' ')}
      </div>
    </fieldset>
  );
}

/** Whether what was refused is the file that the record names for the header. */
export function isOfHeaderFile({ path }: Refused): boolean {
  return path?.at(-1) === 'mediaId';
}
