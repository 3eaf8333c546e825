import type { OutgoingTemplate } from '../../messages/outbound/template-outbox.service.js';
import type { SkippedEntry } from '../broadcast.entity.js';
import type { ChosenRecipient } from '../choose-recipients.service.js';

/**
 * One customer gets it once, in whatever form their number was written; the later ones are repeated. `reached`:
 * conversations that have a message of this broadcast already.
 */
export function uniqueByCustomer(
  outgoing: readonly OutgoingTemplate[],
  chosen: readonly ChosenRecipient[],
  reached: ReadonlySet<string> = new Set(),
): { unique: OutgoingTemplate[]; repeated: SkippedEntry[] } {
  const indexOf = new Map(chosen.map(({ recipient, index }) => [recipient.messageId, index]));
  const firstOf = new Map<string, number>();
  const repeated: SkippedEntry[] = [];
  const unique = outgoing.filter(({ recipient: { messageId, recordId }, conversation }) => {
    const index = indexOf.get(messageId) ?? 0;
    const first = firstOf.get(conversation.id);
    if (first === undefined && !reached.has(conversation.id)) {
      firstOf.set(conversation.id, index);
      return true;
    }
    const earlier = first === undefined ? 'an earlier recipient' : `recipient ${first}`;
    const message = `This customer is also ${earlier}: one broadcast reaches a customer once.`;
    const path = ['recipients', String(index)];
    repeated.push({ index, recordId, problems: [{ code: 'DUPLICATE', message, path }] });
    return false;
  });
  return { unique, repeated };
}
