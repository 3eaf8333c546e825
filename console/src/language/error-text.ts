import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { TextId } from './text';

/** What the server, or the way to it, refused with. */
export interface CodedError {
  code: string;
  message: string;
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
  'UNREACHABLE',
  'SERVICE_UNAVAILABLE',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INTERNAL_SERVER_ERROR',
] as const;
/** Said in our own words in every language: of these the server knows nothing better. */
const OURS = [
  'UNREACHABLE',
  'SERVICE_UNAVAILABLE',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
  'UNAUTHENTICATED',
  'FORBIDDEN',
];

/** A refusal as a person reads it: the server's own sentence in English, its code translated in every other language. */
export function useErrorText(): (error: CodedError) => string {
  const intl = useIntl();
  return useCallback(
    ({ code, message, limit, retryAfterSeconds }) => {
      const known = CODES.find((each) => each === code) ?? 'INTERNAL_SERVER_ERROR';
      if (intl.locale === 'en' && message !== '' && !OURS.includes(known)) return message;
      const id: TextId = `error.${known}`;
      return intl.formatMessage({ id }, { limit: limit ?? 0, seconds: retryAfterSeconds ?? 0 });
    },
    [intl],
  );
}
