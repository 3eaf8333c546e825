import { DAY_MS } from '../../../common/durations.js';

export const TEMPLATE_STATUSES = [
  'DRAFT',
  'PENDING',
  'IN_APPEAL',
  'APPROVED',
  'PAUSED',
  'DISABLED',
  'REJECTED',
  'LIMIT_EXCEEDED',
  'PENDING_DELETION',
  'DELETED',
  'ARCHIVED',
  'UNKNOWN',
] as const;
export type TemplateStatus = (typeof TEMPLATE_STATUSES)[number];

export const TEMPLATE_ACTIONS = [
  'updateTemplate',
  'submitTemplate',
  'resetTemplateToDraft',
  'syncTemplate',
  'deleteTemplate',
  'duplicateTemplate',
  'sendTemplate',
] as const;
export type TemplateAction = (typeof TEMPLATE_ACTIONS)[number];

/** Actions that people may take in each status. What Meta does is stored whatever the status was. */
const ALLOWED: Record<TemplateStatus, readonly TemplateAction[]> = {
  DRAFT: ['updateTemplate', 'submitTemplate', 'deleteTemplate', 'duplicateTemplate'],
  PENDING: ['syncTemplate', 'deleteTemplate', 'duplicateTemplate'],
  IN_APPEAL: ['syncTemplate', 'deleteTemplate', 'duplicateTemplate'],
  APPROVED: [
    'sendTemplate',
    'updateTemplate',
    'submitTemplate',
    'resetTemplateToDraft',
    'syncTemplate',
    'deleteTemplate',
    'duplicateTemplate',
  ],
  PAUSED: [
    'updateTemplate',
    'submitTemplate',
    'resetTemplateToDraft',
    'syncTemplate',
    'deleteTemplate',
    'duplicateTemplate',
  ],
  REJECTED: [
    'updateTemplate',
    'submitTemplate',
    'resetTemplateToDraft',
    'syncTemplate',
    'deleteTemplate',
    'duplicateTemplate',
  ],
  DISABLED: ['syncTemplate', 'duplicateTemplate'],
  LIMIT_EXCEEDED: ['resetTemplateToDraft', 'syncTemplate', 'deleteTemplate', 'duplicateTemplate'],
  PENDING_DELETION: ['resetTemplateToDraft', 'duplicateTemplate'],
  DELETED: ['resetTemplateToDraft', 'duplicateTemplate'],
  ARCHIVED: ['resetTemplateToDraft', 'syncTemplate', 'deleteTemplate', 'duplicateTemplate'],
  UNKNOWN: ['resetTemplateToDraft', 'syncTemplate', 'deleteTemplate', 'duplicateTemplate'],
};

/** Whether Meta does not have it any more, or is deleting it: its name is free for another template. */
export const GONE_AT_META: readonly TemplateStatus[] = ['DELETED', 'PENDING_DELETION'];

export function isGoneAtMeta(status: string): boolean {
  return GONE_AT_META.some((gone) => gone === status);
}

export function allowedActions(status: TemplateStatus): TemplateAction[] {
  return [...ALLOWED[status]];
}

export function mayDo(action: TemplateAction, status: TemplateStatus): boolean {
  return ALLOWED[status].includes(action);
}

/** The status that Meta names, in any case; one that is not known here is UNKNOWN. */
export function statusFromMeta(raw: string): TemplateStatus {
  const named = raw.toUpperCase();
  if (named === 'DRAFT') return 'UNKNOWN'; // drafts are ours alone
  return TEMPLATE_STATUSES.find((status) => status === named) ?? 'UNKNOWN';
}

/** Webhook events that leave the status as it is. */
const NOTICE_EVENTS = new Set(['FLAGGED', 'LOCKED']);

/** The status after a webhook's event; null where the event changes none. */
export function statusAfterEvent(event: string): TemplateStatus | null {
  if (NOTICE_EVENTS.has(event)) return null;
  if (event === 'REINSTATED' || event === 'UNARCHIVED') return 'APPROVED';
  return statusFromMeta(event);
}

/**
 * Whether an incoming status is newer than the existing one, by Meta's clock, which is exact to the second in webhooks.
 * Of two in one second PENDING is the older.
 */
export function isNewer(incomingAt: Date, incomingStatus: string | null, existingAt: Date | null): boolean {
  if (existingAt === null) return true;
  const [incoming, existing] = [Math.floor(incomingAt.getTime() / 1000), Math.floor(existingAt.getTime() / 1000)];
  return incoming === existing ? incomingStatus !== 'PENDING' : incoming > existing;
}

/** Meta's limits for edits of an approved template. */
const EDIT_LIMITS = [
  { edits: 1, windowMs: DAY_MS, text: 'once in 24 hours' },
  { edits: 10, windowMs: 30 * DAY_MS, text: '10 times in 30 days' },
];

/** When an approved template may be edited again, and by which limit; null when it may be now. */
export function editPause(editedAt: readonly Date[], now: Date): { until: Date; rule: string } | null {
  const latestFirst = [...editedAt].sort((a, b) => b.getTime() - a.getTime());
  for (const { edits, windowMs, text } of EDIT_LIMITS) {
    const decisive = latestFirst[edits - 1];
    const until = decisive === undefined ? null : new Date(decisive.getTime() + windowMs);
    if (until !== null && until > now) return { until, rule: text };
  }
  return null;
}
