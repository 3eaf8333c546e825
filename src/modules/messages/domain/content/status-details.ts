import { isRecord, textOf, timeOf, type JsonRecord } from '../../../../whatsapp/json.js';
import type { WebhookStatus } from '../../../../whatsapp/webhooks/webhook-parts.js';
import { STATUS_RANKS } from '../message-status.js';

/**
 * Status details as they are stored: flat, so that what one status reports is laid over what others did
 * (`pricing.category`, `conversation.id`, `recipient_id` …, in Meta's words), and `asOf`: the time and rank of the status
 * that counts, as text that sorts.
 */
export type StoredStatusDetails = JsonRecord & { asOf: string };

const AS_OF = 'asOf';
/** Parts of which several statuses may report different halves. */
const PARTS: readonly string[] = ['pricing', 'conversation'];

export function storedStatusDetails(details: JsonRecord, status: WebhookStatus, occurredAt: Date): StoredStatusDetails {
  const flat = Object.entries(details).flatMap(([key, value]): [string, unknown][] =>
    PARTS.includes(key) && isRecord(value)
      ? Object.entries(value).map(([name, entry]) => [`${key}.${name}`, entry])
      : [[key, value]],
  );
  const rank = String(STATUS_RANKS.indexOf(status)).padStart(2, '0');
  return { ...Object.fromEntries(flat), asOf: `${occurredAt.toISOString()} ${rank}` };
}

/** Two reports of one message as one: the newer is laid over the older, in whatever order they come. */
export function mergedStatusDetails(
  one: StoredStatusDetails | null,
  other: StoredStatusDetails | null,
): StoredStatusDetails | null {
  if (one === null || other === null) return one ?? other;
  return one.asOf > other.asOf ? { ...other, ...one } : { ...one, ...other };
}

/** The details as Meta reports them; null when no status has said any. */
export function statusDetailsOf(stored: JsonRecord | null): JsonRecord | null {
  const rest = Object.entries(isRecord(stored) ? stored : {}).filter(
    ([key]) => key !== AS_OF && !PARTS.some((part) => key.startsWith(`${part}.`)),
  );
  const parts = PARTS.flatMap((part): [string, unknown][] => {
    const nested = nestedIn(part, stored);
    return nested === null ? [] : [[part, nested]];
  });
  const all = [...rest, ...parts];
  return all.length === 0 ? null : Object.fromEntries(all);
}

export interface Pricing {
  isBillable: boolean | null;
  model: string | null;
  type: string | null;
  category: string | null;
  raw: JsonRecord;
}

export interface BillingConversation {
  conversationId: string | null;
  origin: string | null;
  expiresAt: Date | null;
  raw: JsonRecord;
}

/** What Meta charges; null when no status has said. */
export function pricingOf(stored: JsonRecord | null): Pricing | null {
  const raw = nestedIn('pricing', stored);
  if (raw === null) return null;
  return {
    isBillable: typeof raw.billable === 'boolean' ? raw.billable : null,
    model: textOf(raw, 'pricing_model'),
    type: textOf(raw, 'type'),
    category: textOf(raw, 'category'),
    raw,
  };
}

/** Meta's conversation that a message counts for; null when no status has said. */
export function billingConversationOf(stored: JsonRecord | null): BillingConversation | null {
  const raw = nestedIn('conversation', stored);
  if (raw === null) return null;
  const origin = textOf(raw.origin, 'type');
  return { conversationId: textOf(raw, 'id'), origin, expiresAt: timeOf(raw.expiration_timestamp), raw };
}

function nestedIn(part: string, stored: unknown): JsonRecord | null {
  const entries = Object.entries(isRecord(stored) ? stored : {}).filter(([key]) => key.startsWith(`${part}.`));
  return entries.length === 0
    ? null
    : Object.fromEntries(entries.map(([key, value]) => [key.slice(part.length + 1), value]));
}
