import type { Refusal } from '../errors/refusal.js';

export const PAST_STATUSES = ['SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED'] as const;
/** How far a message of the history had come when the phone's app told of it. */
export type PastStatus = (typeof PAST_STATUSES)[number];

/** A chunk of the history that Meta has passed on, or why there is none. */
export interface HistoryProgress {
  kind: 'history-progress';
  phoneNumberId: string;
  displayPhoneNumber: string | null;
  /** 0: the last day, 1: the last 90 days, 2: the last 180 days. Null where Meta does not say. */
  phase: number | null;
  chunkOrder: number | null;
  /** Of all of it, in per cent. */
  progress: number | null;
  refusal: Refusal | null;
}

/** A contact in the address book of the phone's app, or that it has been removed from there. */
export interface PhoneAppContact {
  kind: 'phone-app-contact';
  /** Meta's form of the number: digits only. */
  waId: string;
  fullName: string | null;
  firstName: string | null;
  isRemoved: boolean;
  /** Null when Meta's time is missing or absurd. */
  occurredAt: Date | null;
}
