import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { reasonText } from './reason-text';
import type { TextId } from './text';

/** What the server, or the way to it, refused with. */
export interface CodedError {
  code: string;
  message: string;
  reason?: string | null;
  values?: unknown;
  limit?: number | null;
  retryAfterSeconds?: number | null;
}

const CODES = [
  'CONFLICT',
  'DUPLICATE',
  'INVALID_FORMAT',
  'INVALID_INPUT',
  'META_REFUSED',
  'META_UNREACHABLE',
  'NOT_ALLOWED_NOW',
  'NOT_FOUND',
  'OPTED_OUT',
  'PHONE_INVALID',
  'RATE_LIMITED',
  'REQUIRED',
  'TEMPLATE_NOT_PERMITTED',
  'TEMPLATE_NOT_SENDABLE',
  'TOO_LONG',
  'TOO_SHORT',
  'VARIABLE_MISSING',
  'WINDOW_CLOSED',
  'FILE_TOO_LARGE',
  'UNREACHABLE',
  'SERVICE_UNAVAILABLE',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INTERNAL_SERVER_ERROR',
] as const;
/** Said in our own words in every language: of these the server knows nothing better. */
const OURS = [
  'FILE_TOO_LARGE',
  'UNREACHABLE',
  'SERVICE_UNAVAILABLE',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
  'UNAUTHENTICATED',
  'FORBIDDEN',
];

/**
 * A refusal as a person reads it: by its reason, and what was refused before there were reasons by its code. In English it is the
 * server's own sentence, but where that speaks of fields and operations. A reason that is newer than this page is said in English.
 */
export function useErrorText(): (error: CodedError) => string {
  const intl = useIntl();
  return useCallback(
    ({ code, message, reason, values, limit, retryAfterSeconds }) => {
      const known = CODES.find((each) => each === code) ?? 'INTERNAL_SERVER_ERROR';
      if (message !== '' && !OURS.includes(known)) {
        if (reason != null) return reasonText(intl, reason, values) ?? message;
        if (intl.locale === 'en') return message;
      }
      const id: TextId = `error.${known}`;
      return intl.formatMessage({ id }, { limit: limit ?? 0, seconds: retryAfterSeconds ?? 0 });
    },
    [intl],
  );
}
