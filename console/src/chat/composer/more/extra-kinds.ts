import type { OutgoingContentInput } from '../../../generated/graphql';
import type { FormKind } from './forms/form-kinds';

export const EXTRA_KINDS = ['LATER', 'BUTTONS', 'LIST', 'LOCATION', 'CONTACT'] as const;
export type ExtraKind = (typeof EXTRA_KINDS)[number];
/** Whatever the menu offers. */
export type MenuKind = ExtraKind | FormKind;

export function isFormKind(kind: MenuKind): kind is FormKind {
  return !(EXTRA_KINDS as readonly MenuKind[]).includes(kind);
}

/** WhatsApp's limits, in characters and entries. */
export const LIMITS = {
  text: 4_096,
  header: 60,
  body: 1_024,
  listBody: 4_096,
  footer: 60,
  buttons: 3,
  button: 20,
  rows: 10,
  row: 24,
  description: 72,
} as const;

/** What a dialog has made: the message, and what is shown of it until it is sent. */
export interface Extra {
  text: string;
  content: OutgoingContentInput;
  /** Absent: at once. */
  sendAt?: string;
}

/** As WhatsApp counts it, without blanks around it. */
export function isTooLong(text: string, limit: number): boolean {
  return text.trim().length > limit;
}

/** Blank is nothing. */
export function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
