import { useState } from 'react';
import type { SimCustomer } from '../../../../src/simulator/control-api';
import { readSaved, save } from '../../../src/parts/state/saved';

const KEY = 'simulator.phones';
/** Until somebody chooses. */
const AT_FIRST = 3;

interface OpenPhones {
  open: readonly SimCustomer[];
  isOpen: (customer: SimCustomer) => boolean;
  show: (userId: string) => void;
  putAway: (userId: string) => void;
}

/** Which phones lie on the table, in the order in which they were taken; kept between visits. */
export function useOpenPhones(customers: readonly SimCustomer[]): OpenPhones {
  const [chosen, setChosen] = useState<readonly string[] | null>(savedIds);
  const ids = chosen ?? customers.slice(0, AT_FIRST).map(({ userId }) => userId);
  const choose = (next: readonly string[]): void => {
    setChosen(next);
    save(KEY, next);
  };
  return {
    open: ids.flatMap((id) => customers.find(({ userId }) => userId === id) ?? []),
    isOpen: ({ userId }) => ids.includes(userId),
    show: (userId) => choose([...ids.filter((id) => id !== userId), userId]),
    putAway: (userId) => choose(ids.filter((id) => id !== userId)),
  };
}

function savedIds(): readonly string[] | null {
  const saved = readSaved(KEY);
  return Array.isArray(saved) && saved.every((id) => typeof id === 'string') ? saved : null;
}
