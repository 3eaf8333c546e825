import type { OutgoingTemplate } from '../../messages/outbound/template-outbox.service.js';
import type { SkippedEntry } from '../broadcast.entity.js';
import type { ChosenRecipient } from '../choose-recipients.service.js';
import { because } from '../../../common/errors/because.js';

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
    const why =
      first === undefined ? because('RECIPIENT_REACHED_BEFORE') : because('RECIPIENT_TWICE', { index: first });
    const path = ['recipients', String(index)];
    repeated.push({ index, recordId, problems: [{ code: 'DUPLICATE', ...why, path }] });
    return false;
  });
  return { unique, repeated };
}
