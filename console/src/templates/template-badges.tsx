import type { TemplateStatus } from '../generated/graphql';
import { useText } from '../language/text';
import { Badge, type Tone } from '../parts/Badge';

const TONES: Record<TemplateStatus, Tone> = {
  APPROVED: 'good',
  ARCHIVED: 'plain',
  DELETED: 'plain',
  DISABLED: 'bad',
  DRAFT: 'plain',
  IN_APPEAL: 'busy',
  LIMIT_EXCEEDED: 'bad',
  PAUSED: 'warn',
  PENDING: 'busy',
  PENDING_DELETION: 'plain',
  REJECTED: 'bad',
  UNKNOWN: 'plain',
};
export const TEMPLATE_STATUSES = Object.keys(TONES) as TemplateStatus[];

/** Those in which one can be written. */
export const CATEGORIES = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const;

export function TemplateStatusBadge({ status }: { status: TemplateStatus }) {
  const t = useText();
  return <Badge tone={TONES[status]}>{t(`templateStatus.${status}`)}</Badge>;
}
