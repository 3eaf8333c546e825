import type { RecipientInput, VariableValueInput } from '../../generated/graphql';
import type { CheckedRow } from './check-numbers';
import type { SendableTemplate } from '../../templates/picker/sendable-templates';

/** Whom a broadcast goes to, as far as it has been said. */
export interface ChosenRecipients {
  /** null: whoever is in the list. */
  recordFilter: Record<string, unknown> | null;
  /** Those of the list from one place to before another, made when they are asked for: there may be 100,000. */
  part: (from: number, to: number) => RecipientInput[];
  /** Where a recipient stands in the list or file. */
  lineOf: (index: number) => { line: number; given: string } | null;
  /** null: as many as match, which the server counts. */
  count: number | null;
  isReady: boolean;
}

export const NOBODY: ChosenRecipients = {
  recordFilter: null,
  part: () => [],
  lineOf: () => null,
  count: 0,
  isReady: false,
};

/** Those of a list whose numbers have been read. */
export function listOf(
  accepted: readonly CheckedRow[],
  gaps: ReturnType<typeof gapsOf>,
  valuesOfRow: (row: CheckedRow) => readonly string[],
): Omit<ChosenRecipients, 'isReady'> {
  return {
    recordFilter: null,
    part: (from, to) => accepted.slice(from, to).map((row) => recipientOf(row.phoneNumber, gaps, valuesOfRow(row))),
    lineOf: (index) => {
      const row = accepted[index];
      return row === undefined ? null : { line: row.line, given: row.number };
    },
    count: accepted.length,
  };
}

/** The gaps that a list or a file can fill. */
export function gapsOf(template: SendableTemplate) {
  return template.variables.filter(({ source }) => ['FREE_TEXT', 'FIELD', 'PORTAL_LINK'].includes(source));
}

function recipientOf(phoneNumber: string, gaps: ReturnType<typeof gapsOf>, values: readonly string[]): RecipientInput {
  return { phoneNumber, values: valuesOf(gaps, values) };
}

export function valuesOf(gaps: ReturnType<typeof gapsOf>, values: readonly string[]): VariableValueInput[] {
  return gaps
    .map(({ name, placement, buttonIndex, cardIndex }, index) => ({
      name,
      placement,
      buttonIndex,
      cardIndex,
      value: values[index] ?? '',
    }))
    .filter(({ value }) => value.trim() !== '');
}
