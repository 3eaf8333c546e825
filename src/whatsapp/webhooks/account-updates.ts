import type { Refusal } from '../errors/refusal.js';
import { refusalFrom } from '../errors/graph-error.js';
import { isRecord, listOf, textOf, timeOf, type JsonRecord } from '../json.js';
import { idsInPlace } from '../user-id.js';

/** The standing of an account with Meta, as a whole. */
export type AccountStanding = 'CONNECTED' | 'RESTRICTED' | 'DISABLED' | 'DELETED';

export interface AccountRestriction {
  /** Meta's type, such as RESTRICTED_BIZ_INITIATED_MESSAGING. */
  type: string;
  expiresAt: string | null;
}

/** A change of an account or of one of its numbers. */
export type AccountChange =
  | {
      type: 'ACCOUNT';
      event: string;
      reason: string | null;
      /** Null: it stays what it is. */
      standing: AccountStanding | null;
      restrictions: AccountRestriction[] | null;
    }
  | {
      type: 'NUMBER_QUALITY';
      event: string;
      displayPhoneNumber: string | null;
      messagingLimit: string | null;
    }
  | {
      type: 'NUMBER_NAME';
      decision: string;
      displayPhoneNumber: string | null;
      requestedName: string | null;
      reason: string | null;
    }
  | { type: 'CAPABILITY'; messagingLimit: string | null }
  | { type: 'SECURITY'; event: string; displayPhoneNumber: string | null; requester: string | null }
  | { type: 'ERROR'; phoneNumberId: string | null; refusal: Refusal };

/** What a webhook reports of an account or of one of its numbers. */
export interface AccountUpdate {
  kind: 'account';
  field: string;
  /** Null when Meta's time is missing or absurd. */
  occurredAt: Date | null;
  change: AccountChange;
  /** All of it, as Meta sent it. */
  raw: JsonRecord;
}

/** A marketing preference: a customer has told WhatsApp itself whether they want marketing. */
export interface PreferenceUpdate {
  kind: 'preference';
  waId: string | null;
  userId: string | null;
  /** Null: it is about something else than marketing. */
  wantsMarketing: boolean | null;
  /** As Meta reports it. */
  raw: JsonRecord;
  occurredAt: Date | null;
}

const MARKETING = 'marketing_messages';

/** Webhook fields about accounts and numbers. */
export const ACCOUNT_FIELDS: readonly string[] = [
  'account_update',
  'account_review_update',
  'account_alerts',
  'phone_number_quality_update',
  'phone_number_name_update',
  'business_capability_update',
  'security',
  'business_username_updates',
];

/**
 * The update in a webhook about an account.
 * @throws Error saying what is missing
 */
export function accountUpdate(field: string, value: JsonRecord, time: unknown): AccountUpdate {
  return { kind: 'account', field, occurredAt: timeOf(time), change: changeOf(field, value), raw: value };
}

/** The update for an error that belongs to no message: Meta could not pass something on. */
export function valueError(error: unknown, phoneNumberId: string | null, time: unknown): AccountUpdate {
  const refusal = refusalFrom(isRecord(error) ? error : {});
  return {
    kind: 'account',
    field: 'messages',
    occurredAt: timeOf(time),
    change: { type: 'ERROR', phoneNumberId, refusal },
    raw: isRecord(error) ? error : {},
  };
}

/**
 * The marketing preference in an entry of `user_preferences`.
 * @throws Error saying what is missing
 */
export function preferenceUpdate(preference: unknown): PreferenceUpdate {
  const { waId, userId } = idsInPlace({ waId: textOf(preference, 'wa_id'), userId: textOf(preference, 'user_id') });
  const value = textOf(preference, 'value');
  if (waId === null && userId === null) throw new Error('user_preferences: it does not say whose they are');
  if (value === null) throw new Error('user_preferences: value is missing');
  const raw = isRecord(preference) ? preference : {};
  const category = textOf(raw, 'category') ?? MARKETING;
  const wantsMarketing = category === MARKETING ? value !== 'stop' : null;
  return { kind: 'preference', waId, userId, wantsMarketing, raw, occurredAt: timeOf(raw.timestamp) };
}

function changeOf(field: string, value: JsonRecord): AccountChange {
  const displayPhoneNumber = textOf(value, 'display_phone_number');
  switch (field) {
    case 'account_review_update': {
      const decision = required(value, 'decision', field);
      return { type: 'ACCOUNT', event: `REVIEW_${decision}`, reason: null, standing: null, restrictions: null };
    }
    case 'account_alerts':
      return alertChange(value);
    case 'business_username_updates': {
      const event = `USERNAME_${required(value, 'status', field).toUpperCase()}`;
      return { type: 'ACCOUNT', event, reason: textOf(value, 'username'), standing: null, restrictions: null };
    }
    case 'phone_number_quality_update':
      return {
        type: 'NUMBER_QUALITY',
        event: required(value, 'event', field),
        displayPhoneNumber,
        messagingLimit: limitOf(value.max_daily_conversations_per_business ?? value.current_limit),
      };
    case 'phone_number_name_update':
      return {
        type: 'NUMBER_NAME',
        decision: required(value, 'decision', field),
        displayPhoneNumber,
        requestedName: textOf(value, 'requested_verified_name'),
        reason: textOf(value, 'rejection_reason'),
      };
    case 'business_capability_update':
      return {
        type: 'CAPABILITY',
        messagingLimit: limitOf(value.max_daily_conversations_per_business ?? value.max_daily_conversation_per_phone),
      };
    case 'security':
      return {
        type: 'SECURITY',
        event: required(value, 'event', field),
        displayPhoneNumber,
        requester: textOf(value, 'requester'),
      };
    default:
      return accountChange(value, field);
  }
}

function alertChange(value: JsonRecord): AccountChange {
  const event = required(value.alert_info as JsonRecord, 'alert_type', 'account_alerts');
  const reason = textOf(value.alert_info, 'alert_description');
  return { type: 'ACCOUNT', event, reason, standing: null, restrictions: null };
}

function accountChange(value: JsonRecord, field: string): AccountChange {
  const event = required(value, 'event', field);
  const restrictions = listOf(value, 'restriction_info').map((restriction) => ({
    type: textOf(restriction, 'restriction_type') ?? 'UNKNOWN',
    expiresAt: timeOf(isRecord(restriction) ? restriction.expiration : null)?.toISOString() ?? null,
  }));
  const isRestriction = event === 'ACCOUNT_RESTRICTION';
  return {
    type: 'ACCOUNT',
    event,
    reason: reasonOf(value),
    standing: standingAfter(event, value),
    restrictions: isRestriction ? restrictions : null,
  };
}

function standingAfter(event: string, value: JsonRecord): AccountStanding | null {
  switch (event) {
    case 'ACCOUNT_DELETED':
      return 'DELETED';
    case 'ACCOUNT_RESTRICTION':
      return 'RESTRICTED';
    case 'ACCOUNT_RECONNECTED':
      return 'CONNECTED';
    case 'DISABLED_UPDATE': {
      const state = textOf(value.ban_info, 'waba_ban_state');
      if (state === 'DISABLE') return 'DISABLED';
      return state === 'REINSTATE' ? 'CONNECTED' : null;
    }
    default:
      return null;
  }
}

/** The reason in words: what a person wants to know of the event's own object. */
function reasonOf(value: JsonRecord): string | null {
  const ban = [textOf(value.ban_info, 'waba_ban_state'), textOf(value.ban_info, 'waba_ban_date')];
  const violation = [textOf(value.violation_info, 'violation_type'), textOf(value.violation_info, 'remediation')];
  const restrictions = listOf(value, 'restriction_info').flatMap((entry) => [
    textOf(entry, 'restriction_type'),
    textOf(entry, 'remediation'),
  ]);
  const others = [
    textOf(value.disconnection_info, 'reason'),
    textOf(value.partner_client_certification_info, 'status'),
    textOf(value, 'country'),
    textOf(value.volume_tier_info, 'tier'),
    textOf(value, 'phone_number'),
  ];
  const details = [...ban, ...violation, ...restrictions, ...others].filter((text) => text !== null);
  return details.length === 0 ? null : details.join(', ');
}

const LIMITS: Readonly<Record<string, string>> = {
  '50': 'TIER_50',
  '250': 'TIER_250',
  '1000': 'TIER_1K',
  '2000': 'TIER_2K',
  '10000': 'TIER_10K',
  '100000': 'TIER_100K',
  '-1': 'TIER_UNLIMITED',
};

/** The messaging limit as a tier. Meta writes a tier, or a number of customers a day. */
function limitOf(limit: unknown): string | null {
  if (typeof limit !== 'string' && typeof limit !== 'number') return null;
  return LIMITS[String(limit)] ?? String(limit);
}

function required(value: JsonRecord | undefined, key: string, field: string): string {
  const text = textOf(value, key);
  if (text === null) throw new Error(`${field}: ${key} is missing`);
  return text;
}
