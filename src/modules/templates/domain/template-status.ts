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

/** What people may do in each status. What Meta does is reflected whatever it is. */
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

export function allowedActions(status: TemplateStatus): TemplateAction[] {
  return [...ALLOWED[status]];
}

export function mayDo(action: TemplateAction, status: TemplateStatus): boolean {
  return ALLOWED[status].includes(action);
}

/** A status that Meta names; one that is not known is UNKNOWN. */
export function statusFromMeta(raw: string): TemplateStatus {
  const named = raw.toUpperCase();
  if (named === 'DRAFT') return 'UNKNOWN'; // drafts are ours alone
  return TEMPLATE_STATUSES.find((status) => status === named) ?? 'UNKNOWN';
}

/** Events that tell about a template, and leave its status as it is. */
const NOTICE_EVENTS = new Set(['FLAGGED', 'LOCKED']);

/** The status after a webhook's event; null where the event changes none. */
export function statusAfterEvent(event: string): TemplateStatus | null {
  if (NOTICE_EVENTS.has(event)) return null;
  if (event === 'REINSTATED' || event === 'UNARCHIVED') return 'APPROVED';
  return statusFromMeta(event);
}

/**
 * Whether news from Meta counts, by Meta's clock, which webhooks tell to the second. Of two in one second the one that
 * still waits is the older.
 */
export function isNewer(incomingAt: Date, incomingStatus: string | null, existingAt: Date | null): boolean {
  if (existingAt === null) return true;
  const [incoming, existing] = [Math.floor(incomingAt.getTime() / 1000), Math.floor(existingAt.getTime() / 1000)];
  return incoming === existing ? incomingStatus !== 'PENDING' : incoming > existing;
}

/** Approved templates may be edited once in 24 hours, and 10 times in 30 days. */
const EDIT_LIMITS = [
  { most: 1, hours: 24, text: 'once in 24 hours' },
  { most: 10, hours: 30 * 24, text: '10 times in 30 days' },
];

/** When the next edit of an approved template is allowed, and why not now; null when it is. */
export function editPause(editedAt: readonly Date[], now: Date): { until: Date; rule: string } | null {
  const latestFirst = [...editedAt].sort((a, b) => b.getTime() - a.getTime());
  for (const { most, hours, text } of EDIT_LIMITS) {
    const decisive = latestFirst[most - 1];
    const until = decisive === undefined ? null : new Date(decisive.getTime() + hours * 3_600_000);
    if (until !== null && until > now) return { until, rule: text };
  }
  return null;
}
