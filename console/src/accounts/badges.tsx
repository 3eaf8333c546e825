import type { AccountStatus, CheckOutcome, QualityRating } from '../generated/graphql';
import { useText } from '../language/text';
import { Badge, type Tone } from '../parts/Badge';
import { useNumberTexts } from './number/number-texts';
import { NUMBER_STATUSES, type NumberStatus } from './number/number-words';

const STATUS_TONES: Record<AccountStatus, Tone> = {
  CONNECTED: 'good',
  DELETED: 'bad',
  DISABLED: 'bad',
  RESTRICTED: 'warn',
  TOKEN_INVALID: 'bad',
  UNKNOWN: 'plain',
  UNVERIFIED: 'plain',
};
const NUMBER_TONES: Record<NumberStatus, Tone> = {
  CONNECTED: 'good',
  PENDING: 'plain',
  DISCONNECTED: 'bad',
  UNVERIFIED: 'warn',
  FLAGGED: 'warn',
  RESTRICTED: 'bad',
  RATE_LIMITED: 'warn',
  BANNED: 'bad',
  DELETED: 'bad',
  MIGRATED: 'bad',
  UNKNOWN: 'plain',
};
const QUALITY_TONES: Record<QualityRating, Tone> = { GREEN: 'good', YELLOW: 'warn', RED: 'bad', UNKNOWN: 'plain' };
const OUTCOME_TONES: Record<CheckOutcome, Tone> = { PASSED: 'good', WARNING: 'warn', FAILED: 'bad', SKIPPED: 'plain' };

export function AccountStatusBadge({ status }: { status: AccountStatus }) {
  const t = useText();
  return <Badge tone={STATUS_TONES[status]}>{t(`accountStatus.${status}`)}</Badge>;
}

/** Says nothing while Meta has not said how the number stands. */
export function NumberStatusBadge({ status }: { status: string | null }) {
  const text = useNumberTexts();
  if (status === null) return null;
  const known = NUMBER_STATUSES.find((each) => each === status);
  return <Badge tone={known === undefined ? 'plain' : NUMBER_TONES[known]}>{text.status(status)}</Badge>;
}

/** Says nothing while Meta has not judged. */
export function QualityBadge({ quality }: { quality: QualityRating }) {
  const t = useText();
  if (quality === 'UNKNOWN') return null;
  return <Badge tone={QUALITY_TONES[quality]}>{t(`quality.${quality}`)}</Badge>;
}

export function OutcomeBadge({ outcome }: { outcome: CheckOutcome }) {
  const t = useText();
  return <Badge tone={OUTCOME_TONES[outcome]}>{t(`outcome.${outcome}`)}</Badge>;
}
