import { createContext, useContext } from 'react';
import type { SimState } from '../../../../src/simulator/control-api';

export interface Shown {
  state: SimState & { readAt: number };
  /** The number of the business with which customers chat. */
  phoneId: string;
}

const ShownContext = createContext<Shown | null>(null);
export const ShownProvider = ShownContext.Provider;

/** The state of the simulated Meta, and the number that is looked at. */
export function useWorld(): Shown {
  const shown = useContext(ShownContext);
  if (shown === null) throw new Error('Only what is on the board has a world.');
  return shown;
}
