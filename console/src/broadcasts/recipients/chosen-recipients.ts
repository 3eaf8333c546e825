import type { RecipientInput, StartBroadcastInput, VariableValueInput } from '../../generated/graphql';
import type { SendableTemplate } from '../../templates/picker/sendable-templates';

/** Whom a broadcast goes to, as far as it has been said. */
export interface ChosenRecipients {
  input: Pick<StartBroadcastInput, 'recipients' | 'recordFilter'>;
  /** Where each recipient stands in the list or file. */
  lines: readonly { line: number; given: string }[];
  /** null: as many as match, which the server counts. */
  count: number | null;
  isReady: boolean;
}

export const NOBODY: ChosenRecipients = { input: {}, lines: [], count: 0, isReady: false };

/** The gaps that a list or a file can fill. */
export function gapsOf(template: SendableTemplate) {
  return template.variables.filter(({ source }) => ['FREE_TEXT', 'FIELD', 'PORTAL_LINK'].includes(source));
}

export function recipientOf(
  phoneNumber: string,
  gaps: ReturnType<typeof gapsOf>,
  values: readonly string[],
): RecipientInput {
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
