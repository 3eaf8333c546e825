/** Bits of `conversations.inbox_state` and `inbox_rows.state`: what filters ask of a conversation, and of one person in it. */
const BITS = {
  isClosed: 1,
  /** Whether the service window was open when it was last looked at: an open one may have closed since. */
  isWindowOpen: 2,
  isAssigned: 4,
  isWaiting: 8,
  /** It has a message that is unread for whoever has read nothing. */
  hasInbound: 16,
  hasParticipants: 32,
  isUnread: 64,
  isAssignee: 128,
  participates: 256,
} as const;

const OF_PERSON = ['isUnread', 'isAssignee', 'participates'] as const;

export type InboxFlag = keyof typeof BITS;
/** What is wanted of each flag; a flag that is absent may be either. */
export type InboxFlags = Partial<Record<InboxFlag, boolean>>;

/** All states of conversations in which the flags are as wanted; `ofPerson`: all states of rows of one person. */
export function inboxStates(wanted: InboxFlags, ofPerson: boolean): number[] {
  const flags = (Object.keys(BITS) as InboxFlag[]).filter((flag) => ofPerson || !isOfPerson(flag));
  let states: InboxFlags[] = [{}];
  for (const flag of flags) {
    const values = wanted[flag] === undefined ? [false, true] : [wanted[flag]];
    states = states.flatMap((state) => values.map((value) => ({ ...state, [flag]: value })));
  }
  return states.filter(isPossible).map(numberOf);
}

function isOfPerson(flag: InboxFlag): boolean {
  return OF_PERSON.some((own) => own === flag);
}

/** Leaves out what no row can be, by how the columns are made: fewer places to look at. */
function isPossible(state: InboxFlags): boolean {
  if (state.isWaiting === true && (state.isClosed === true || state.hasInbound === false)) return false;
  if (state.isUnread === true && (state.hasInbound === false || state.participates === false)) return false;
  if (state.isAssignee === true && (state.isAssigned === false || state.participates === false)) return false;
  return !(state.participates === true && state.hasParticipants === false);
}

function numberOf(state: InboxFlags): number {
  return (Object.keys(BITS) as InboxFlag[]).reduce((sum, flag) => sum + (state[flag] === true ? BITS[flag] : 0), 0);
}
