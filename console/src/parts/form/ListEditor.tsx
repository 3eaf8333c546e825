import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../language/text';
import { FieldGroup } from './FieldGroup';

interface Props<Entry> {
  entries: readonly Entry[];
  max: number;
  /** Entries that cannot be removed because there are no more than these. */
  min?: number;
  /** A new one. */
  empty: Entry;
  /** Of the entry with this number, from 1. */
  title: (number: number) => string;
  addLabel: string;
  onChange: (entries: readonly Entry[]) => void;
  /** The fields of one. */
  children: (entry: Entry, change: (entry: Entry) => void, index: number) => ReactNode;
}

/** Several of a kind, in order: each with its fields, to be removed, and another one to be added up to the limit. */
export function ListEditor<Entry>({ entries, max, min = 0, empty, title, addLabel, onChange, children }: Props<Entry>) {
  const t = useText();
  return (
    <>
      {entries.map((entry, index) => (
        <FieldGroup key={index} title={title(index + 1)}>
          {children(
            entry,
            (changed) => onChange(entries.map((each, place) => (place === index ? changed : each))),
            index,
          )}
          {entries.length > min && (
            <button
              type="button"
              className="button small"
              aria-label={`${t('extra.remove')}: ${title(index + 1)}`}
              onClick={() => onChange(entries.filter((_entry, place) => place !== index))}
            >
              <X aria-hidden="true" />
              {t('extra.remove')}
            </button>
          )}
        </FieldGroup>
      ))}
      {entries.length < max && (
        <div>
          <button type="button" className="button small" onClick={() => onChange([...entries, empty])}>
            <Plus aria-hidden="true" />
            {addLabel}
          </button>
        </div>
      )}
    </>
  );
}
