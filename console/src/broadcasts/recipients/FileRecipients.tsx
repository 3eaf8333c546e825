import { useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '../../language/text';
import { Field, SelectField } from '../../parts/form/Form';
import css from '../Broadcasts.module.css';
import { CheckedSummary } from './CheckedSummary';
import { MAX_RECIPIENTS, useCheckedNumbers, type CheckedRow, type WrittenRow } from './check-numbers';
import { gapsOf, listOf, NOBODY } from './chosen-recipients';
import { readAside } from './read-aside';
import type { Table } from './read-table';
import type { RecipientsProps } from './Recipients';
import { RefusedRows } from './RefusedRows';

const MAX_BYTES = 20_000_000;
const NO_ROWS: readonly WrittenRow[] = [];
const PHONE_NAMES = /phone|tel|mobile|number|nummer|celular|número|numero|whatsapp|هاتف|جوال/i;

/** A file of a spreadsheet: which column is the number, and which fills which gap. */
export function FileRecipients({ accountId, template, onChange }: RecipientsProps) {
  const t = useText();
  const [table, setTable] = useState<Table | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isReading, setReading] = useState(false);
  const [numberColumn, setNumberColumn] = useState(-1);
  const [columns, setColumns] = useState<readonly number[]>([]);
  const gaps = useMemo(() => gapsOf(template), [template]);
  const rows = useMemo(() => {
    if (table === null || numberColumn < 0 || table.rows.length > MAX_RECIPIENTS) return NO_ROWS;
    return table.rows.map(({ line, cells }) => ({ line, number: cells[numberColumn] ?? '', cells }));
  }, [table, numberColumn]);
  const checked = useCheckedNumbers(accountId, rows);
  useEffect(() => {
    const { accepted, isDone } = checked;
    if (!isDone) return onChange(NOBODY);
    const valuesOfRow = ({ cells }: CheckedRow) => gaps.map((_gap, index) => cells[columns[index] ?? -1] ?? '');
    onChange({ ...listOf(accepted, gaps, valuesOfRow), isReady: true });
  }, [checked, gaps, columns, onChange]);
  const reading = useRef(new AbortController());
  useEffect(() => () => reading.current.abort(), []);
  const read = async (file: File): Promise<void> => {
    reading.current.abort();
    const { signal } = (reading.current = new AbortController());
    setTable(null);
    setProblem(null);
    if (file.size > MAX_BYTES) return setProblem(t('recipients.fileTooLarge'));
    setReading(true);
    try {
      const next = await readAside(file, signal);
      setProblem(
        next.rows.length > MAX_RECIPIENTS
          ? t('recipients.tooMany', { count: next.rows.length, most: MAX_RECIPIENTS })
          : null,
      );
      setTable(next);
      setNumberColumn(next.columns.findIndex((name) => PHONE_NAMES.test(name)));
      setColumns(
        gaps.map(({ name }) => next.columns.findIndex((column) => column.toLowerCase() === name.toLowerCase())),
      );
    } catch {
      if (!signal.aborted) setProblem(t('recipients.fileUnreadable'));
    }
    if (!signal.aborted) setReading(false);
  };
  const options = [
    { value: '-1', label: t('recipients.noColumn') },
    ...(table?.columns ?? []).map((label, index) => ({ value: String(index), label })),
  ];
  return (
    <>
      <Field
        label={t('recipients.file')}
        path="recipientFile"
        hint={t('recipients.file.hint')}
        problems={problem === null ? [] : [problem]}
      >
        {(described) => (
          <input
            {...described}
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file !== undefined) void read(file);
            }}
          />
        )}
      </Field>
      <p role="status">{isReading && t('recipients.reading')}</p>
      {table !== null && (
        <div className={css.mapping}>
          <SelectField
            label={t('recipients.numberColumn')}
            path="numberColumn"
            value={String(numberColumn)}
            options={options}
            onChange={(value) => setNumberColumn(Number(value))}
          />
          {gaps.map(({ name, sampleValue }, index) => (
            <SelectField
              key={index}
              label={t('picker.value', { name, sample: sampleValue })}
              path={`columns.${index}`}
              value={String(columns[index] ?? -1)}
              options={options}
              onChange={(value) =>
                setColumns(gaps.map((_gap, at) => (at === index ? Number(value) : (columns[at] ?? -1))))
              }
            />
          ))}
        </div>
      )}
      {table !== null && table.unreadable.length > 0 && (
        <RefusedRows
          rows={table.unreadable.map(({ line, reason }) => ({
            line,
            given: '',
            errors: [{ code: 'INVALID_FORMAT', message: reason }],
          }))}
        />
      )}
      <CheckedSummary checked={checked} />
    </>
  );
}
