import { META_ERRORS, UNKNOWN_CODE } from '../../../whatsapp/errors/error-catalogue.js';
import type { MetaError } from '../../../whatsapp/errors/meta-error.js';

/** So many messages of a broadcast in a row with the same refusal are not each message's own trouble: it pauses. */
export const BROADCAST_BRAKE = 3;
/** The same for a number and what people write: more, because they write different things, and only where the refusal says nothing. */
export const NUMBER_BRAKE = 5;

/** Whether equal refusals in a row of a broadcast's messages say something of the broadcast: what one customer caused does not. */
export function brakesBroadcast({ scope }: MetaError): boolean {
  return scope === 'MESSAGE';
}

/** Whether they say something of the number: only those with which Meta says nothing of the message. */
export function brakesNumber({ scope, handling, title, code }: MetaError): boolean {
  if (scope !== 'MESSAGE') return false;
  return handling === 'AMBIGUOUS' || title === UNKNOWN_CODE || code === META_ERRORS.REFUSED_WITHOUT_REASON.code;
}

/** Refusals in a row: distinct messages that met the same one, with nothing accepted between. */
export class RefusalStreak {
  private key: string | null = null;
  private readonly messageIds = new Set<string>();

  /** Adds a refusal; another than before begins anew. Returns how many messages have met it in a row. */
  add(key: string, messageId: string): number {
    if (key !== this.key) this.messageIds.clear();
    this.key = key;
    this.messageIds.add(messageId);
    return this.messageIds.size;
  }
}
