import type { PinRefusalsOfNumberFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { useTimes } from '../../../language/times';
import { useNow } from '../../../parts/state/now';
import { useNumberTexts } from '../number-texts';

/** What was refused since the last right PIN, and how long Meta takes none; nothing where nothing was. */
export function PinRefusals({ refusals }: { refusals: PinRefusalsOfNumberFragment | null }) {
  const t = useText();
  const times = useTimes();
  const text = useNumberTexts();
  const now = useNow();
  const secondsLeft = (Date.parse(refusals?.heldUntil ?? '') - now) / 1_000;
  return (
    <div role="status">
      {refusals !== null && (
        <p>{t('number.pinRefused', { count: refusals.refusedInARow, time: times.full(refusals.refusedAt) })}</p>
      )}
      {refusals?.heldUntil != null && secondsLeft > 0 && (
        <p>{t('number.pinHeld', { time: times.full(refusals.heldUntil), wait: text.wait(secondsLeft) })}</p>
      )}
    </div>
  );
}
