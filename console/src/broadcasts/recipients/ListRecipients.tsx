import { useEffect, useMemo, useState } from 'react';
import { useText } from '../../language/text';
import { TextField } from '../../parts/form/Form';
import { useSettled } from '../../parts/state/settled';
import { CheckedSummary } from './CheckedSummary';
import { useCheckedNumbers } from './check-numbers';
import { gapsOf, listOf } from './chosen-recipients';
import type { RecipientsProps } from './Recipients';

/** One number a line, with the same texts for everybody. */
export function ListRecipients({ accountId, template, onChange }: RecipientsProps) {
  const t = useText();
  const [text, setText] = useState('');
  const [values, setValues] = useState<readonly string[]>([]);
  const settled = useSettled(text);
  const gaps = useMemo(() => gapsOf(template), [template]);
  const rows = useMemo(
    () =>
      settled
        .split(/\r?\n/)
        .map((line, index) => ({ line: index + 1, number: line.trim(), cells: [] }))
        .filter(({ number }) => number !== ''),
    [settled],
  );
  const checked = useCheckedNumbers(accountId, rows);
  useEffect(() => {
    onChange({ ...listOf(checked.accepted, gaps, () => values), isReady: checked.isDone && settled === text });
  }, [checked, gaps, values, settled, text, onChange]);
  return (
    <>
      <TextField
        label={t('recipients.numbers')}
        path="recipientList"
        hint={t('recipients.numbers.hint')}
        rows={8}
        dir="ltr"
        value={text}
        onChange={setText}
      />
      {gaps.map(({ name, sampleValue, fallback }, index) => (
        <TextField
          key={index}
          label={t('picker.value', { name, sample: sampleValue })}
          path={`values.${index}`}
          placeholder={fallback ?? sampleValue}
          value={values[index] ?? ''}
          onChange={(value) => setValues(gaps.map((_gap, at) => (at === index ? value : (values[at] ?? ''))))}
        />
      ))}
      <CheckedSummary checked={checked} />
    </>
  );
}
