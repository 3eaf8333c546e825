import { useCallback } from 'react';
import { useIntl, type IntlShape, type PrimitiveType } from 'react-intl';
import type { WordingFragment } from '../generated/graphql';

/** A sentence within a sentence. */
interface Inner {
  reason: string;
  values: unknown;
  message: string;
}

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A text of the server as a person reads it: its own words in English, and where it has no wording; else by its reason. */
export function useWordingText(): (text: string, wording: WordingFragment | null | undefined) => string {
  const intl = useIntl();
  return useCallback((text, wording) => wordingText(intl, text, wording), [intl]);
}

export function wordingText(intl: IntlShape, text: string, wording: WordingFragment | null | undefined): string {
  if (wording == null || intl.locale === 'en') return text;
  return reasonText(intl, wording.reason, wording.values) ?? text;
}

/** Null for a reason that is newer than this page, and in English, which the server says. */
export function reasonText(intl: IntlShape, reason: string, values: unknown): string | null {
  const id = `reason.${reason}`;
  if (!(id in intl.messages)) return null;
  const shown = Object.entries((values ?? {}) as Record<string, PrimitiveType | Inner>).map(([name, value]) => [
    name,
    shownValue(intl, value),
  ]);
  return intl.formatMessage({ id }, Object.fromEntries(shown) as Record<string, PrimitiveType>);
}

function shownValue(intl: IntlShape, value: PrimitiveType | Inner): PrimitiveType {
  if (isInner(value)) return reasonText(intl, value.reason, value.values) ?? value.message;
  if (typeof value !== 'string' || !TIME.test(value)) return value;
  return intl.formatDate(value, { dateStyle: 'medium', timeStyle: 'short' });
}

function isInner(value: PrimitiveType | Inner): value is Inner {
  return typeof value === 'object' && value !== null && 'reason' in value;
}
