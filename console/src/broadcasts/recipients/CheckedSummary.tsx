import { useText } from '../../language/text';
import type { Checked } from './check-numbers';
import { RefusedRows } from './RefusedRows';

export function CheckedSummary({ checked }: { checked: Checked }) {
  const t = useText();
  const { of, accepted, refused, isDone, hasFailed } = checked;
  const counts = { good: accepted.length, bad: refused.length, total: of.length };
  return (
    <>
      <p role="status">
        {hasFailed
          ? t('error.UNREACHABLE')
          : of.length === 0
            ? ''
            : t(isDone ? 'recipients.checked' : 'recipients.checking', counts)}
      </p>
      <RefusedRows rows={refused} />
    </>
  );
}
