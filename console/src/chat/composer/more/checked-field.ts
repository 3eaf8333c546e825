import { useState } from 'react';
import { useText } from '../../../language/text';
import { isTooLong } from './extra-kinds';

export interface Checks {
  /** Says what is wrong with a text: at once where it is too long, after an attempt to send where it is missing. */
  problemsOf: (text: string, limit: number, isRequired?: boolean) => string[];
  /** To be called when somebody wants to send. @returns whether all is well */
  attempt: (...checked: readonly (readonly [text: string, limit: number, isRequired?: boolean])[]) => boolean;
}

/** Texts of a form that is checked here, because it is sent like every message: without waiting. */
export function useChecks(): Checks {
  const t = useText();
  const [isAttempted, setAttempted] = useState(false);
  return {
    problemsOf: (text, limit, isRequired = false) => {
      if (isTooLong(text, limit)) return [t('error.TOO_LONG', { limit })];
      return isRequired && isAttempted && text.trim() === '' ? [t('error.REQUIRED')] : [];
    },
    attempt: (...checked) => {
      setAttempted(true);
      return checked.every(
        ([text, limit, isRequired = false]) => !isTooLong(text, limit) && !(isRequired && text.trim() === ''),
      );
    },
  };
}
