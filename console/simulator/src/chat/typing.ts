import { useEffect, useState } from 'react';
import type { SimCustomer } from '../../../../src/simulator/control-api';
import { useWorld } from '../control/use-world';

/** Whether the business shows the customer that it types: until it writes, or for 25 seconds. */
export function useIsTyping({ userId }: SimCustomer): boolean {
  const { state, phoneId } = useWorld();
  const shown = state.typing.find((each) => each.phoneId === phoneId && each.customerUserId === userId);
  const endsAt = shown === undefined ? 0 : state.readAt + shown.until - state.now;
  const [, setNow] = useState(0);
  useEffect(() => {
    if (endsAt <= Date.now()) return;
    const timer = setTimeout(() => setNow(Date.now()), endsAt - Date.now());
    return () => clearTimeout(timer);
  }, [endsAt]);
  return endsAt > Date.now();
}
