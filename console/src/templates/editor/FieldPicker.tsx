import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import type { DataFieldType, FieldsToChooseQuery } from '../../generated/graphql';
import { useText } from '../../language/text';
import { ModalDialog } from '../../parts/form/ModalDialog';
import { QueryState } from '../../parts/page/Page';
import { SearchBox } from '../../parts/page/Rows';
import { useSettled } from '../../parts/state/settled';
import { FIELDS } from './fields-document';
import css from './FieldPicker.module.css';

export type FieldPath = FieldsToChooseQuery['searchFields'][number];

interface Props {
  modelId: string;
  /** Only fields of these types can be chosen. */
  types?: readonly DataFieldType[];
  onChoose: (field: FieldPath) => void;
  onClose: () => void;
}

/** A field of the record, or of what it is related to: a level at a time, or searched for through all of them. */
export function FieldPicker({ modelId, types, onChoose, onClose }: Props) {
  const t = useText();
  const [search, setSearch] = useState('');
  const [trail, setTrail] = useState<readonly FieldPath[]>([]);
  const query = useSettled(search.trim());
  const isSearching = query !== '';
  const under = trail.at(-1)?.path ?? null;
  const [{ data, error, fetching }] = useQuery({
    query: FIELDS,
    variables: {
      modelId,
      query: isSearching ? query : null,
      under: isSearching ? null : under,
      depth: isSearching ? 3 : 1,
      type: types === undefined ? null : isSearching ? [...types] : [...types, 'RELATION'],
    },
  });
  const fields = data?.searchFields ?? [];
  const goTo = (depth: number): void => setTrail(trail.slice(0, depth));
  return (
    <ModalDialog title={t('fields.title')} onClose={onClose}>
      <SearchBox label={t('fields.search')} value={search} onChange={setSearch} />
      {!isSearching && (
        <nav aria-label={t('fields.trail')} className={css.trail}>
          <button type="button" className="button quiet small" onClick={() => goTo(0)}>
            {t('fields.record')}
          </button>
          {trail.map((step, index) => (
            <button key={step.path} type="button" className="button quiet small" onClick={() => goTo(index + 1)}>
              {step.labels.at(-1)}
            </button>
          ))}
        </nav>
      )}
      <ul className={css.fields} aria-busy={fetching}>
        {fields.map((field) => {
          const isRelation = field.type === 'RELATION';
          return (
            <li key={field.path}>
              <button
                type="button"
                onClick={() => {
                  if (!isRelation) return onChoose(field);
                  setSearch('');
                  setTrail([...trail, field]);
                }}
              >
                <span dir="auto">{isSearching ? field.labels.join(' › ') : field.labels.at(-1)}</span>
                <small>{t(`fieldType.${field.type}`)}</small>
                {isRelation && <ChevronRight className="lucide flips" aria-hidden="true" />}
              </button>
            </li>
          );
        })}
      </ul>
      {fields.length === 0 && <QueryState error={error} isLoading={fetching} empty={<p>{t('list.nothingFound')}</p>} />}
    </ModalDialog>
  );
}
