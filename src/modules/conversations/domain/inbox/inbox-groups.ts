import { isId } from '../../../../common/ids.js';
import { seesOnlyOwnConversations } from '../../../users/domain/permissions.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import { inboxStates, type InboxFlags } from './inbox-state.js';

/** What a list of conversations is asked for, beside accounts, numbers and words. */
export interface InboxQuestion {
  status?: readonly ('OPEN' | 'CLOSED')[] | null;
  assigneeId?: readonly string[] | null;
  unassigned?: boolean | null;
  participating?: boolean | null;
  unread?: boolean | null;
  windowOpen?: boolean | null;
  waiting?: boolean | null;
}

/**
 * What is left to look at in each row that an index has found. About the viewer's own row: there is `NO_ROW`; they
 * `PARTICIPATES` or `PARTICIPATES_NOT`; they have `READ` all or have `NOT_READ`. And whether the window `IS_OPEN` now, or `HAS_CLOSED`
 * since it was last looked at.
 */
export type Residual = 'NO_ROW' | 'PARTICIPATES' | 'PARTICIPATES_NOT' | 'READ' | 'NOT_READ' | 'IS_OPEN' | 'HAS_CLOSED';

/** Conversations that one index finds, by their state and in the order of the list. No conversation is in two groups. */
export interface InboxGroup {
  /** Whose rows are read; null: the conversations themselves, whoever takes part. */
  personId: string | null;
  states: number[];
  /** Whether these are all that there are (of a person: all in which they take part). */
  isAll: boolean;
  residuals: Residual[];
}

type Draft = Omit<InboxGroup, 'states' | 'isAll'> & { wanted: InboxFlags };

/**
 * The groups in which a viewer finds what they ask for: what they may see (permissions.ts: operators see what they take
 * part in and what nobody has taken) is which groups there are, not a condition on rows.
 */
export function inboxGroups(viewer: Viewer, question: InboxQuestion): InboxGroup[] {
  const wanted = wantedFlags(question);
  if (wanted === null) return [];
  const drafts = question.assigneeId == null ? visibleDrafts(viewer, question) : assigneeDrafts(viewer, question);
  return drafts
    .map((draft) => ({ ...draft, wanted: merged(draft.wanted, wanted) }))
    .flatMap((draft) => (draft.wanted === null ? [] : windowDrafts({ ...draft, wanted: draft.wanted }, question)))
    .map(groupOf)
    .filter(({ states }) => states.length > 0);
}

/** Null: nothing can be as it is asked for. */
function wantedFlags({ status, unassigned, waiting }: InboxQuestion): InboxFlags | null {
  if (status?.length === 0) return null;
  const statuses = new Set(status ?? []);
  return {
    ...(statuses.size === 1 ? { isClosed: statuses.has('CLOSED') } : {}),
    ...(unassigned == null ? {} : { isAssigned: !unassigned }),
    ...(waiting == null ? {} : { isWaiting: waiting }),
  };
}

function visibleDrafts(viewer: Viewer, { participating, unread }: InboxQuestion): Draft[] {
  const isOperator = seesOnlyOwnConversations(viewer);
  const own = (wanted: InboxFlags): Draft => ({ personId: viewer.id, wanted, residuals: [] });
  const others = (wanted: InboxFlags, ...residuals: Residual[]): Draft => ({
    personId: null,
    wanted: { ...wanted, ...(isOperator ? { hasParticipants: false } : {}) },
    residuals,
  });
  const mine = own({ participates: true, ...(unread == null ? {} : { isUnread: unread }) });
  if (participating === true) return [mine];
  const withMine = participating === false ? [] : [mine];
  if (unread === true) return [...withMine, others({ hasInbound: true }, 'NO_ROW')];
  if (unread === false) {
    const read = own({ participates: false, ...(isOperator ? { hasParticipants: false } : {}) });
    return [...withMine, read, others({ hasInbound: false }, 'NO_ROW')];
  }
  if (isOperator) return [...withMine, others({})];
  return [participating === false ? others({}, 'PARTICIPATES_NOT') : others({})];
}

/** An assignee takes part: their rows are where to look. */
function assigneeDrafts(viewer: Viewer, { assigneeId, participating, unread }: InboxQuestion): Draft[] {
  const people = [...new Set((assigneeId ?? []).filter(isId).map((id) => id.toLowerCase()))];
  return people.flatMap((personId): Draft[] => {
    const wanted: InboxFlags = { participates: true, isAssignee: true };
    if (personId === viewer.id) {
      if (participating === false) return [];
      return [{ personId, wanted: { ...wanted, ...(unread == null ? {} : { isUnread: unread }) }, residuals: [] }];
    }
    const isLimited = participating === true || seesOnlyOwnConversations(viewer);
    if (isLimited && participating === false) return [];
    return [
      {
        personId,
        wanted: { ...wanted, ...(unread === true ? { hasInbound: true } : {}) },
        residuals: [
          ...(isLimited ? (['PARTICIPATES'] as const) : []),
          ...(participating === false ? (['PARTICIPATES_NOT'] as const) : []),
          ...(unread == null ? [] : [unread ? ('NOT_READ' as const) : ('READ' as const)]),
        ],
      },
    ];
  });
}

/** A window that was open when it was last looked at may have closed since: it is looked at again. */
function windowDrafts(draft: Draft, { windowOpen }: InboxQuestion): Draft[] {
  if (windowOpen == null) return [draft];
  const open = { ...draft.wanted, isWindowOpen: true };
  if (windowOpen) return [{ ...draft, wanted: open, residuals: [...draft.residuals, 'IS_OPEN'] }];
  return [
    { ...draft, wanted: { ...draft.wanted, isWindowOpen: false } },
    { ...draft, wanted: open, residuals: [...draft.residuals, 'HAS_CLOSED'] },
  ];
}

/** Null: one thing is wanted to be and not to be. */
function merged(first: InboxFlags, second: InboxFlags): InboxFlags | null {
  for (const [flag, value] of Object.entries(second) as [keyof InboxFlags, boolean][]) {
    if (first[flag] !== undefined && first[flag] !== value) return null;
  }
  return { ...first, ...second };
}

function groupOf({ personId, wanted, residuals }: Draft): InboxGroup {
  const flags = Object.entries(wanted);
  const isAll = personId === null ? flags.length === 0 : flags.length === 1 && wanted.participates === true;
  return { personId, residuals, isAll, states: inboxStates(wanted, personId !== null) };
}
