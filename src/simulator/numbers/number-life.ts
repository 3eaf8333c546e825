/** What the simulated Meta knows of a number beside what it shows of it: kept with the world. */
export interface SimNumberLife {
  /** Two-step PIN; null: none is set, and the first that a registration brings becomes it. */
  pin: string | null;
  wrongPins: number;
  /** Unix milliseconds until which no PIN is taken. */
  pinHeldUntil: number;
  isVerified: boolean;
  /** Code that the number was told last, and when codes were asked for. */
  code: string | null;
  codesAt: number[];
  registeredAt: number[];
  deregisteredAt: number[];
  nameStatus: string;
  requestedName: { name: string; status: string } | null;
  isOfficial: boolean;
}

export function newNumberLife(): SimNumberLife {
  return {
    pin: '123456',
    wrongPins: 0,
    pinHeldUntil: 0,
    isVerified: true,
    code: null,
    codesAt: [],
    registeredAt: [],
    deregisteredAt: [],
    nameStatus: 'APPROVED',
    requestedName: null,
    isOfficial: false,
  };
}
