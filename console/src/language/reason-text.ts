import { useCallback } from 'react';
import { useIntl, type IntlShape, type PrimitiveType } from 'react-intl';
import type { WordingFragment } from '../generated/graphql';

/** A sentence within a sentence. */
interface Inner {
  reason: string;
  values: unknown;
  message: string;
}

/** How the texts of the states begin that reasons name. */
const STATES: Readonly<Record<string, string>> = {
  BROADCAST_IN_STATE: 'broadcastStatus',
  BROADCAST_TAKES_NO_MORE: 'broadcastStatus',
  CANCEL_NOT_IN_STATE: 'status',
  CHANGE_NOT_IN_STATE: 'templateStatus',
  RESEND_NOT_IN_STATE: 'status',
  RESET_NOT_IN_STATE: 'templateStatus',
  SUBMIT_NOT_IN_STATE: 'templateStatus',
  TEMPLATE_IN_STATE: 'templateStatus',
};

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A text of the server as a person reads it: by its reason, or in its own words where it has no wording, or this language none. */
export function useWordingText(): (text: string, wording: WordingFragment | null | undefined) => string {
  const intl = useIntl();
  return useCallback((text, wording) => wordingText(intl, text, wording), [intl]);
}

export function wordingText(intl: IntlShape, text: string, wording: WordingFragment | null | undefined): string {
  if (wording == null) return text;
  return reasonText(intl, wording.reason, wording.values) ?? text;
}

/** Null for a reason that is newer than this page, and in English for all but what the server words for programs. */
export function reasonText(intl: IntlShape, reason: string, values: unknown): string | null {
  const id = `reason.${reason}`;
  if (!(id in intl.messages)) return null;
  const shown = Object.entries((values ?? {}) as Record<string, PrimitiveType | Inner>).map(([name, value]) => [
    name,
    name === 'status' ? stateText(intl, reason, value) : shownValue(intl, value),
  ]);
  return intl.formatMessage({ id }, Object.fromEntries(shown) as Record<string, PrimitiveType>);
}

/** A state as the pages call it; as it is where they are not loaded yet. */
function stateText(intl: IntlShape, reason: string, value: PrimitiveType | Inner): PrimitiveType {
  const id = `${STATES[reason] ?? ''}.${String(value)}`;
  return id in intl.messages ? intl.formatMessage({ id }) : shownValue(intl, value);
}

function shownValue(intl: IntlShape, value: PrimitiveType | Inner): PrimitiveType {
  if (isInner(value)) return reasonText(intl, value.reason, value.values) ?? value.message;
  if (typeof value !== 'string' || !TIME.test(value)) return value;
  return intl.formatDate(value, { dateStyle: 'medium', timeStyle: 'short' });
}

function isInner(value: PrimitiveType | Inner): value is Inner {
  return typeof value === 'object' && value !== null && 'reason' in value;
}
