import type { Refusal } from '../errors/refusal.js';
import type { AccountUpdate, PreferenceUpdate } from './account-updates.js';
import type { InboundContent } from './inbound-content.types.js';
import type { JsonRecord } from '../json.js';
import type { TemplateUpdate } from './template-updates.js';

/** Whom Meta says that a message comes from. Each id may be missing, though not all of them. */
export interface SenderIdentity {
  waId: string | null;
  userId: string | null;
  groupId: string | null;
  profileName: string | null;
  username: string | null;
  /** The number was typed by a person, so its form may not be Meta's. */
  isTyped?: boolean;
}

/** A product of a catalogue that a message asks about. */
export interface ReferredProduct {
  catalogId: string | null;
  productId: string | null;
}

export interface WebhookMessage {
  kind: 'message';
  /** OUTBOUND: written on the phone by the business itself, and told by Meta. `sender` is the customer all the same. */
  direction: 'INBOUND' | 'OUTBOUND';
  phoneNumberId: string;
  displayPhoneNumber: string | null;
  sender: SenderIdentity;
  /** Meta's wamid; null for an event that has none. */
  whatsappId: string | null;
  /** What makes an event without a wamid the same when it comes again. */
  eventKey: string | null;
  /** Null when Meta's time is missing or absurd. */
  occurredAt: Date | null;
  content: InboundContent;
  /** Written by a customer just now, so that the service window opens: not a notice by Meta, not a later edit. */
  isWrittenByCustomer: boolean;
  replyToWhatsappId: string | null;
  isForwarded: boolean;
  /** The ad or post that the customer came from, as Meta describes it. */
  referral: JsonRecord | null;
  referredProduct: ReferredProduct | null;
}

export const MESSAGE_WEBHOOK_STATUSES = ['SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED'] as const;
export type WebhookStatus = (typeof MESSAGE_WEBHOOK_STATUSES)[number];

export interface StatusUpdate {
  kind: 'status';
  phoneNumberId: string;
  whatsappId: string;
  status: WebhookStatus;
  occurredAt: Date | null;
  /** Our message id, where the message was ours. */
  callbackData: string | null;
  failure: Refusal | null;
}

/** Part of a delivery that cannot be made sense of; the rest of the delivery is not held up by it. */
export interface UnreadablePart {
  kind: 'unreadable';
  reason: string;
}

/** Part of a delivery that Parley does nothing with (yet). */
export interface IgnoredPart {
  kind: 'ignored';
  field: string;
}

export type WebhookPart =
  WebhookMessage | StatusUpdate | TemplateUpdate | AccountUpdate | PreferenceUpdate | UnreadablePart | IgnoredPart;
