import type { Refusal } from '../../../whatsapp/errors/refusal.js';

export const CONNECTION_CHECKS = [
  'TOKEN_VALID',
  'TOKEN_PERMANENT',
  'TOKEN_SCOPES',
  'TOKEN_IS_ADMIN',
  'APP_MATCHES',
  'APP_SECRET_MATCHES',
  'ACCOUNT_READABLE',
  'PHONE_NUMBER_IN_ACCOUNT',
  'PHONE_NUMBER_CONNECTED',
  'APP_SUBSCRIBED',
  'CALLBACK_URL_IS_OURS',
  'WEBHOOK_FIELDS',
  'CAN_SEND',
] as const;
export type ConnectionCheckName = (typeof CONNECTION_CHECKS)[number];
export type CheckOutcome = 'PASSED' | 'WARNING' | 'FAILED' | 'SKIPPED';

export interface ConnectionCheck {
  name: ConnectionCheckName;
  outcome: CheckOutcome;
  message: string;
  remedy: string | null;
  refusal: Refusal | null;
}

export interface ConnectionReport {
  ok: boolean;
  testedAt: Date;
  checks: ConnectionCheck[];
}

type Verdict = Omit<ConnectionCheck, 'name'>;

export function passed(message: string): Verdict {
  return { outcome: 'PASSED', message, remedy: null, refusal: null };
}

export function failed(message: string, remedy: string, refusal: Refusal | null = null): Verdict {
  return { outcome: 'FAILED', message, remedy, refusal };
}

export function warning(message: string, remedy: string): Verdict {
  return { outcome: 'WARNING', message, remedy, refusal: null };
}

/** Nothing can be said, because something that it depends on failed. */
export function skipped(because: string): Verdict {
  return { outcome: 'SKIPPED', message: because, remedy: null, refusal: null };
}

export function reportOf(testedAt: Date, verdicts: Record<ConnectionCheckName, Verdict>): ConnectionReport {
  const checks = CONNECTION_CHECKS.map((name) => ({ name, ...verdicts[name] }));
  return { ok: checks.every(({ outcome }) => outcome === 'PASSED' || outcome === 'WARNING'), testedAt, checks };
}
