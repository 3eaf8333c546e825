import { useCallback } from 'react';
import { useIntl, type PrimitiveType } from 'react-intl';
import type english from './catalogues/en.json';

/** A text of the console; each stands in every catalogue (test/console/catalogues.test.ts). */
export type TextId = keyof typeof english;
export type TextValues = Record<string, PrimitiveType>;
export type SayText = (id: TextId, values?: TextValues) => string;

/** The texts of the console in the language of whoever uses it. */
export function useText(): SayText {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}
