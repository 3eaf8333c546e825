import { useEffect, useState } from 'react';
import { request } from '../../graphql/request';
import type { Refused } from '../../parts/form/change';
import { CHECK_NUMBERS } from '../broadcast-documents';
import type { RefusedRow } from './RefusedRows';

/** A recipient as somebody wrote it. */
export interface WrittenRow {
  line: number;
  number: string;
  /** What stands beside the number, in a file. */
  cells: readonly string[];
}

export interface CheckedRow extends WrittenRow {
  phoneNumber: string;
}

export interface Checked {
  /** Of which rows: an answer that comes late is not taken for another list. */
  of: readonly WrittenRow[];
  accepted: CheckedRow[];
  refused: RefusedRow[];
  isDone: boolean;
  hasFailed: boolean;
}

export const MAX_RECIPIENTS = 100_000;
const AT_ONCE = 1_000;

/** How the numbers would be read, a thousand at a time; whoever comes twice is refused the second time. */
export function useCheckedNumbers(accountId: string, rows: readonly WrittenRow[]): Checked {
  const [checked, setChecked] = useState<Checked>(nothingOf(rows));
  useEffect(() => {
    let isWanted = true;
    const check = async (): Promise<void> => {
      const result = nothingOf(rows);
      const seen = new Set<string>();
      for (let from = 0; from < rows.length && isWanted; from += AT_ONCE) {
        const isAnswered = await checkSome(accountId, rows.slice(from, from + AT_ONCE), seen, result);
        if (!isAnswered) result.hasFailed = true;
        if (isWanted) setChecked({ ...result });
        if (!isAnswered) return;
      }
      if (isWanted) setChecked({ ...result, isDone: true });
    };
    void check();
    return () => {
      isWanted = false;
    };
  }, [accountId, rows]);
  return checked.of === rows ? checked : nothingOf(rows);
}

function nothingOf(rows: readonly WrittenRow[]): Checked {
  return { of: rows, accepted: [], refused: [], isDone: rows.length === 0, hasFailed: false };
}

async function checkSome(
  accountId: string,
  rows: readonly WrittenRow[],
  seen: Set<string>,
  result: Checked,
): Promise<boolean> {
  const input = { accountId, phoneNumbers: rows.map(({ number }) => number) };
  const answer = await request(CHECK_NUMBERS, { input }).catch(() => null);
  if (answer === null) return false;
  answer.checkPhoneNumbers.forEach(({ phoneNumber, valid, problem, suggestion }, index) => {
    const row = rows[index];
    if (row === undefined) return;
    const refuse = (phoneProblem: Refused['phoneProblem']): void => {
      const error = { code: 'PHONE_INVALID', message: '', suggestion, phoneProblem };
      result.refused.push({ line: row.line, given: row.number, errors: [error] });
    };
    if (phoneNumber === null || !valid) return refuse(problem?.code ?? 'NOT_IN_USE');
    if (seen.has(phoneNumber)) return refuse('TWICE');
    seen.add(phoneNumber);
    result.accepted.push({ ...row, phoneNumber });
  });
  return true;
}
