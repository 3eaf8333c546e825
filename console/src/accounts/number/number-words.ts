/** Words with which Meta says how a number stands; another one is shown as it is. */
export const NUMBER_STATUSES = [
  'CONNECTED',
  'PENDING',
  'DISCONNECTED',
  'UNVERIFIED',
  'FLAGGED',
  'RESTRICTED',
  'RATE_LIMITED',
  'BANNED',
  'DELETED',
  'MIGRATED',
  'UNKNOWN',
] as const;
export type NumberStatus = (typeof NUMBER_STATUSES)[number];

/** Of display names. */
export const NAME_STATUSES = [
  'APPROVED',
  'AVAILABLE_WITHOUT_REVIEW',
  'DECLINED',
  'EXPIRED',
  'PENDING_REVIEW',
  'NONE',
] as const;

/** Why a display name was declined. */
export const NAME_REASONS = [
  'NAME_EMPLOYEE_ISSUE',
  'NAME_INDIVIDUAL_ISSUE',
  'NAME_ENDCLIENT_NOTRELATED',
  'NAME_FORMAT_UNACCEPTABLE',
  'NAME_NOT_CONSISTENT',
] as const;

/** Of the verification by code. */
export const CODE_VERIFICATIONS = ['VERIFIED', 'NOT_VERIFIED', 'UNVERIFIED', 'EXPIRED'] as const;

export const QUALITIES = ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] as const;

const REGISTERED: Readonly<Record<NumberStatus, boolean | null>> = {
  CONNECTED: true,
  FLAGGED: true,
  RATE_LIMITED: true,
  RESTRICTED: true,
  PENDING: false,
  DISCONNECTED: false,
  UNVERIFIED: false,
  DELETED: false,
  MIGRATED: false,
  BANNED: null,
  UNKNOWN: null,
};

/** Whether a number in this state is registered for the Cloud API; null where that does not follow from it. */
export function isRegistered(status: string | null): boolean | null {
  const known = NUMBER_STATUSES.find((each) => each === status);
  return known === undefined ? null : REGISTERED[known];
}

interface NamedNumber {
  displayPhoneNumber: string | null;
  whatsappPhoneNumberId: string;
}

/** The number within a sentence, in whichever direction that is written. */
export function numberInText({ displayPhoneNumber, whatsappPhoneNumberId }: NamedNumber): string {
  return `\u2068${displayPhoneNumber ?? whatsappPhoneNumberId}\u2069`;
}

const TIER = /^TIER_(?:(?<count>\d+)(?<thousand>K)?|UNLIMITED)$/;

/** Customers a day whom a tier such as TIER_2K lets a number write to first; null for a word that is none. */
export function limitOfTier(tier: string): number | 'UNLIMITED' | null {
  const found = TIER.exec(tier);
  if (found === null) return null;
  const { count, thousand } = found.groups ?? {};
  if (count === undefined) return 'UNLIMITED';
  return Number(count) * (thousand === undefined ? 1 : 1_000);
}

interface Wait {
  value: number;
  unit: 'second' | 'minute' | 'hour' | 'day';
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long somebody has to wait, in the unit that is easiest to grasp; never less than it takes. */
export function waitOf(seconds: number): Wait {
  if (seconds < 2 * MINUTE) return { value: Math.max(1, Math.ceil(seconds)), unit: 'second' };
  if (seconds <= 90 * MINUTE) return { value: Math.ceil(seconds / MINUTE), unit: 'minute' };
  if (seconds <= 2 * DAY) return { value: Math.ceil(seconds / HOUR), unit: 'hour' };
  return { value: Math.ceil(seconds / DAY), unit: 'day' };
}
