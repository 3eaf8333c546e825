import { canonicalNumber } from '../../common/phone-numbers/number-variants.js';
import type { WebhookPart } from './webhook-parts.js';

/**
 * Subject of a delivery: messages of one customer, who is named by their number in its canonical spelling; statuses of
 * sent messages, and nothing else; nothing that is read; or anything else, such as several customers, a customer
 * without a number, a group, an echo, a notice that a customer's ids have changed. PHONE_APP: what the phone's app hands
 * over of its past, however much of it.
 */
export type DeliverySubject =
  | { kind: 'CUSTOMER'; number: string }
  | { kind: 'STATUSES' }
  | { kind: 'PHONE_APP' }
  | { kind: 'NOTHING' }
  | { kind: 'OTHER' };

const OTHER: DeliverySubject = { kind: 'OTHER' };

/** Meta's own spelling, without spaces. What a customer writes cannot imitate it: its quotes are escaped. */
const SIGNS = /"(from|wa_id|messages|statuses|group_id|message_echoes|display_phone_number)":(?:\[|"([^"]*)")/g;

const PHONE_APP_FIELDS = ['"field":"history"', '"field":"smb_app_state_sync"'];
const PHONE_APP_PARTS: ReadonlySet<string> = new Set(['past-message', 'history-progress', 'phone-app-contact']);

/**
 * What a raw delivery seems to be about, without parsing it: a glance that costs little, and that may be wrong. Whoever
 * acts on it compares it with `subjectOf` the parts.
 */
export function subjectAtAGlance(body: Buffer): DeliverySubject {
  if (PHONE_APP_FIELDS.some((field) => body.includes(field))) return { kind: 'PHONE_APP' }; // thousands of messages, perhaps
  let kind: DeliverySubject['kind'] | null = null;
  let own: string | undefined;
  let number: string | null = null;
  const text = body.toString('latin1');
  SIGNS.lastIndex = 0; // exec, because matchAll copies the expression
  for (let match = SIGNS.exec(text); match !== null; match = SIGNS.exec(text)) {
    const [, sign = '', value = ''] = match;
    switch (sign) {
      case 'messages':
      case 'statuses': {
        const next = sign === 'messages' ? 'CUSTOMER' : 'STATUSES';
        if (kind !== null && kind !== next) return OTHER;
        kind = next;
        break;
      }
      case 'display_phone_number':
        own = value;
        break;
      case 'from':
      case 'wa_id': {
        if (value === own) break; // a reply to what the business wrote
        const canonical = canonicalNumber(value);
        if (number !== null && number !== canonical) number = '';
        else number = canonical;
        break;
      }
      default:
        return OTHER;
    }
  }
  if (kind === 'STATUSES') return { kind };
  return kind === null || number === null || number === '' ? OTHER : { kind: 'CUSTOMER', number };
}

/** What the parts of a delivery are about. */
export function subjectOf(parts: readonly WebhookPart[]): DeliverySubject {
  const read = parts.filter(({ kind }) => kind !== 'ignored' && kind !== 'unreadable');
  if (read.length === 0) return { kind: 'NOTHING' };
  if (read.every((part) => part.kind === 'status' && part.participant === null)) return { kind: 'STATUSES' };
  if (read.every((part) => PHONE_APP_PARTS.has(part.kind))) return { kind: 'PHONE_APP' };
  const numbers = new Set(read.map(customerOf));
  const [number] = numbers;
  return numbers.size === 1 && number != null ? { kind: 'CUSTOMER', number } : OTHER;
}

/** The customer who wrote a message, where nothing in it is about anybody's ids; otherwise null. */
function customerOf(part: WebhookPart): string | null {
  if (part.kind !== 'message' || part.direction !== 'INBOUND' || part.participant !== null) return null;
  const { sender, content } = part;
  if (sender.waId === null || sender.groupId !== null) return null;
  if (content.kind === 'SYSTEM' || (content.kind === 'CONTACTS' && content.ownWaId !== null)) return null;
  return canonicalNumber(sender.waId);
}
