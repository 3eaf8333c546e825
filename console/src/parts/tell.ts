import { useMemo } from 'react';
import { AskFailure, type Refusal } from '../graphql/ask';
import { useErrorText, type CodedError } from '../language/error-text';
import { Store } from './state/store';

interface Told {
  id: number;
  text: string;
  isTrouble: boolean;
}

const STAYS_MS = 10_000;
let latest = 0;

/** What is said at the edge of the page, whatever page it is: above all what was refused. */
export const told = new Store<readonly Told[]>([]);

export function dismiss(id: number): void {
  told.set(told.get().filter((each) => each.id !== id));
}

function say(text: string, isTrouble: boolean): void {
  latest += 1;
  const id = latest;
  told.set([...told.get().filter((each) => each.text !== text), { id, text, isTrouble }]);
  if (!isTrouble) setTimeout(() => dismiss(id), STAYS_MS);
}

export interface Tell {
  done: (text: string) => void;
  trouble: (error: CodedError) => void;
  /** Waits for a mutation and says what it was refused for. @returns its payload; null where it was refused or unreachable */
  failureOf: <Payload extends { errors: Refusal[] }>(doing: Promise<Payload>) => Promise<Payload | null>;
}

export function useTell(): Tell {
  const errorText = useErrorText();
  return useMemo(() => {
    const trouble = (error: CodedError): void => say(errorText(error), true);
    return {
      done: (text) => say(text, false),
      trouble,
      failureOf: async (doing) => {
        try {
          const payload = await doing;
          const [refusal] = payload.errors;
          if (refusal === undefined) return payload;
          trouble(refusal);
        } catch (error) {
          trouble(error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', String(error)));
        }
        return null;
      },
    };
  }, [errorText]);
}
