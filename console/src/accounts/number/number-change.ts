import { useMemo } from 'react';
import { useText } from '../../language/text';
import { useChange, type Change, type Refused } from '../../parts/form/change';
import { useNumberTexts } from './number-texts';
import { refusalOf } from './number-refusals';

/** As `useChange`; what Meta refuses about a number is said in words of its own, in every language. */
export function useNumberChange(): Change {
  const t = useText();
  const { wait } = useNumberTexts();
  const change = useChange();
  const { refusals } = change;
  const said = useMemo(
    () =>
      refusals.map((refused): Refused => {
        const found = refusalOf(refused);
        if (found === null) return refused;
        if (found.kind === 'HELD') return { ...refused, said: t('numberRefusal.held', { wait: wait(found.seconds) }) };
        return { ...refused, said: t(`numberRefusal.${found.code}`, { code: found.code }) };
      }),
    [refusals, t, wait],
  );
  return { ...change, refusals: said };
}
