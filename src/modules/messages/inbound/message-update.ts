import type { RowOf } from '../../../common/database/rowset.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import type { StatusUpdate, WebhookStatus } from '../../../whatsapp/webhooks/webhook-parts.js';
import { occurrenceOf } from '../../conversations/domain/chat/occurrence.js';
import {
  mergedStatusDetails,
  storedStatusDetails,
  type StoredStatusDetails,
} from '../domain/content/status-details.js';

/** Statuses of one message, as one or many webhooks report them. */
export interface MessageUpdate {
  messageId: string;
  whatsappId: string;
  times: Partial<Record<WebhookStatus, Date>>;
  failure: Refusal | null;
  details: StoredStatusDetails | null;
}

/** A message of ours that a status is about. */
export interface MatchedRow {
  id: string;
  whatsapp_id: string | null;
  /** The wamid of the sending before, where the message was sent once more. */
  superseded_whatsapp_id: string | null;
  conversation_id: string;
  trace_parent: string | null;
}

/** What a status of one sending says of that alone, when the message was sent once more; the rest means that the customer has it. */
const SUPERSEDED: readonly WebhookStatus[] = ['SENT', 'FAILED'];

/** In the order of STATUS_RANKS: of several at once the last counts. */
const TIMED: readonly WebhookStatus[] = ['SENT', 'FAILED', 'DELIVERED', 'READ', 'PLAYED'];

/** Columns that an update writes. */
export const UPDATE = {
  id: 'uuid',
  whatsapp_id: 'text',
  status: 'text',
  sent_at: 'timestamptz | null',
  delivered_at: 'timestamptz | null',
  read_at: 'timestamptz | null',
  played_at: 'timestamptz | null',
  failed_at: 'timestamptz | null',
  failure: 'jsonb | null',
  status_details: 'jsonb | null',
} as const;

/** The row of an update, for `UPDATE`. */
export function rowOf({ messageId, whatsappId, times, failure, details }: MessageUpdate): RowOf<typeof UPDATE> {
  return {
    id: messageId,
    whatsapp_id: whatsappId,
    status: TIMED.findLast((status) => times[status] !== undefined) ?? 'SENT',
    sent_at: times.SENT ?? null,
    delivered_at: times.DELIVERED ?? null,
    read_at: times.READ ?? null,
    played_at: times.PLAYED ?? null,
    failed_at: times.FAILED ?? null,
    failure,
    status_details: details,
  };
}

/**
 * Whether a status is of another sending of a message that was sent once more: of the one before, or of the new one, whose
 * wamid is not known yet. Then it is parked by its wamid.
 */
export function isOfAnotherSending(match: MatchedRow, update: StatusUpdate): boolean {
  const wasSentOnceMore = match.superseded_whatsapp_id !== null;
  return wasSentOnceMore && match.whatsapp_id !== update.whatsappId && SUPERSEDED.includes(update.status);
}

/** That one member of a group could not be reached is no failure of the message. */
export function concernsAll({ participant, status }: StatusUpdate): boolean {
  return participant === null || status !== 'FAILED';
}

/** What a status says beside how far the message came, as it is stored. */
export function detailsOf({ details, status, occurredAt }: StatusUpdate, now: Date): StoredStatusDetails | null {
  return details === null ? null : storedStatusDetails(details, status, occurrenceOf(occurredAt, now));
}

/** Adds a status to the update of its message: of each status the earliest time counts. */
export function addUpdate(
  updates: Map<string, MessageUpdate>,
  messageId: string,
  update: StatusUpdate,
  now: Date,
): void {
  const { whatsappId } = update;
  const entry = updates.get(messageId) ?? { messageId, whatsappId, times: {}, failure: null, details: null };
  const occurredAt = occurrenceOf(update.occurredAt, now);
  const existing = entry.times[update.status];
  if (existing === undefined || occurredAt < existing) entry.times[update.status] = occurredAt;
  entry.failure ??= update.failure;
  entry.details = mergedStatusDetails(entry.details, detailsOf(update, now));
  updates.set(messageId, entry);
}
