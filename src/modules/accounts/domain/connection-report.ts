import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import type { Because } from '../../../common/errors/because.js';
import { worded, type Wording } from '../../../common/errors/wording.js';

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
  'MARKETING_MESSAGES',
] as const;
export type ConnectionCheckName = (typeof CONNECTION_CHECKS)[number];
export type CheckOutcome = 'PASSED' | 'WARNING' | 'FAILED' | 'SKIPPED';

export interface ConnectionCheck {
  name: ConnectionCheckName;
  outcome: CheckOutcome;
  message: string;
  /** Absent of reports that were stored before there were wordings. */
  messageWording?: Wording | null;
  remedy: string | null;
  remedyWording?: Wording | null;
  refusal: Refusal | null;
}

export interface ConnectionReport {
  ok: boolean;
  testedAt: Date;
  checks: ConnectionCheck[];
}

type Verdict = Omit<ConnectionCheck, 'name'>;

export function passed(finding: Because): Verdict {
  return verdict('PASSED', finding, null);
}

/** Finding and remedy may be in the words of Meta. */
export function failed(finding: Because | string, remedy: Because | string, refusal: Refusal | null = null): Verdict {
  return verdict('FAILED', finding, remedy, refusal);
}

export function warning(finding: Because | string, remedy: Because | string): Verdict {
  return verdict('WARNING', finding, remedy);
}

/** Nothing can be said, because something that it depends on failed. */
export function skipped(finding: Because): Verdict {
  return verdict('SKIPPED', finding, null);
}

function verdict(
  outcome: CheckOutcome,
  finding: Because | string,
  mends: Because | string | null,
  refusal: Refusal | null = null,
): Verdict {
  const message = worded(finding);
  const remedy = mends === null ? null : worded(mends);
  return {
    outcome,
    message: message.text,
    messageWording: message.wording,
    remedy: remedy?.text ?? null,
    remedyWording: remedy?.wording ?? null,
    refusal,
  };
}

export function reportOf(testedAt: Date, verdicts: Record<ConnectionCheckName, Verdict>): ConnectionReport {
  const checks = CONNECTION_CHECKS.map((name) => ({ name, ...verdicts[name] }));
  return { ok: checks.every(({ outcome }) => outcome === 'PASSED' || outcome === 'WARNING'), testedAt, checks };
}
