import type { Refusal } from '../errors/refusal.js';
import type { AccountUpdate, PreferenceUpdate } from './account-updates.js';
import type { InboundContent } from './inbound/inbound-content.types.js';
import type { HistoryProgress, PastStatus, PhoneAppContact } from './phone-app-parts.js';
import type { JsonRecord } from '../json.js';
import type { TemplateUpdate } from './template-updates.js';

/** The sender of a message by Meta's ids. Each may be missing, though not all of them. */
export interface SenderIdentity {
  waId: string | null;
  userId: string | null;
  groupId: string | null;
  profileName: string | null;
  username: string | null;
  /** The number was typed by a person, so its form may not be Meta's. */
  isTyped?: boolean;
}

/** What Meta reports of a person beside names and ids; null: nothing. */
export interface ReportedIdentity {
  /** Of a group of linked business portfolios. */
  parentUserId: string | null;
  /** Changes when the person's key changes: a new phone, perhaps another owner. */
  identityKeyHash: string | null;
  /** When Meta says that it changed. */
  identityChangedAt: Date | null;
}

/** A product of a catalogue that a message asks about. */
export interface ReferredProduct {
  catalogId: string | null;
  productId: string | null;
}

/** A message in a delivery: of a customer, of Meta about a customer, or an echo. */
export interface InboundMessagePart {
  kind: 'message';
  /** OUTBOUND: an echo, written on the phone by the business itself. `sender` is the customer all the same. */
  direction: 'INBOUND' | 'OUTBOUND';
  phoneNumberId: string;
  displayPhoneNumber: string | null;
  /** Whose conversation it belongs to: the customer, or the group. */
  sender: SenderIdentity;
  /** Whoever wrote it in a group; null outside of groups, and for what Meta says of a group. */
  participant: SenderIdentity | null;
  /** Of the participant or the sender. */
  identity: ReportedIdentity;
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
  /** Forwarded more than five times. */
  isFrequentlyForwarded: boolean;
  /** The ad or post that the customer came from, as Meta describes it. */
  referral: JsonRecord | null;
  referredProduct: ReferredProduct | null;
  /** As Meta sent it, whole. */
  raw: JsonRecord;
}

export const MESSAGE_WEBHOOK_STATUSES = ['SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED'] as const;
export type WebhookStatus = (typeof MESSAGE_WEBHOOK_STATUSES)[number];

/** What a webhook reports of a message that was sent. */
export interface StatusUpdate {
  kind: 'status';
  phoneNumberId: string;
  whatsappId: string;
  status: WebhookStatus;
  occurredAt: Date | null;
  /** Our message id, where the message was ours. */
  callbackData: string | null;
  /** Whom Meta says that the message went to; null: it does not say more than the message itself. */
  recipient: SenderIdentity | null;
  failure: Refusal | null;
  /** All else that it says (pricing, conversation, recipient_id …), in Meta's words; null: nothing. */
  details: JsonRecord | null;
  /** The member of a group that the status is about; null outside of groups. */
  participant: { waId: string | null; userId: string | null } | null;
  parentUserId: string | null;
}

/** A message of the history of the phone's app: said long ago, whoever wrote it. */
export interface PastMessage {
  kind: 'past-message';
  message: InboundMessagePart;
  /** Of what the company wrote; null for what customers wrote. */
  status: PastStatus | null;
}

/** A part of a delivery that cannot be read; the rest of the delivery is processed all the same. */
export interface UnreadablePart {
  kind: 'unreadable';
  reason: string;
}

/** A part of a delivery that Parley does nothing with (yet). */
export interface IgnoredPart {
  kind: 'ignored';
  field: string;
}

export type WebhookPart =
  | InboundMessagePart
  | StatusUpdate
  | TemplateUpdate
  | AccountUpdate
  | PreferenceUpdate
  | PastMessage
  | HistoryProgress
  | PhoneAppContact
  | UnreadablePart
  | IgnoredPart;
