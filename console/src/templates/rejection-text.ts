import { useCallback } from 'react';
import { useText } from '../language/text';

/** Reasons that Meta has a name for. */
const NAMED = [
  'ABUSIVE_CONTENT',
  'CATEGORY_NOT_AVAILABLE',
  'INCORRECT_CATEGORY',
  'INVALID_FORMAT',
  'PROMOTIONAL',
  'SCAM',
  'TAG_CONTENT_MISMATCH',
] as const;

/** Why Meta rejected a template: what Meta names is said in every language, what it writes stays as it is. */
export function useRejectionText(): (reason: string) => string {
  const t = useText();
  return useCallback(
    (reason) => {
      const named = NAMED.find((each) => each === reason);
      return named === undefined ? reason : t(`rejection.${named}`);
    },
    [t],
  );
}
