import type { ConversationFilter, InboxConversationFragment } from '../generated/graphql';
import type { TextId } from '../language/text';

export const VIEW_NAMES = ['mine', 'unassigned', 'waiting', 'all', 'closed'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** What a list shows: a view, of one number or of all, with a label or whatever labels. */
export interface View {
  name: ViewName;
  phoneNumberId: string | null;
  labelId: string | null;
}

interface Rule {
  label: TextId;
  filter: (viewerId: string) => ConversationFilter;
  /** Whether a conversation belongs, as the filter says it; live events are put into lists by it. */
  shows: (conversation: InboxConversationFragment, viewerId: string) => boolean;
}

export const VIEWS: Record<ViewName, Rule> = {
  mine: {
    label: 'inbox.view.mine',
    filter: () => ({ participating: true, status: ['OPEN'] }),
    shows: ({ participants, status }, viewerId) =>
      status === 'OPEN' && participants.some(({ user }) => user.id === viewerId),
  },
  unassigned: {
    label: 'inbox.view.unassigned',
    filter: () => ({ unassigned: true, status: ['OPEN'] }),
    shows: ({ assignee, status }) => status === 'OPEN' && assignee === null,
  },
  waiting: {
    label: 'inbox.view.waiting',
    filter: () => ({ waiting: true }),
    shows: ({ waitingSince }) => waitingSince !== null,
  },
  all: { label: 'inbox.view.all', filter: () => ({}), shows: () => true },
  closed: {
    label: 'inbox.view.closed',
    filter: () => ({ status: ['CLOSED'] }),
    shows: ({ status }) => status === 'CLOSED',
  },
};

export function isViewName(name: string | undefined): name is ViewName {
  return VIEW_NAMES.includes(name as ViewName);
}

export function filterOf({ name, phoneNumberId, labelId }: View, viewerId: string): ConversationFilter {
  return {
    ...VIEWS[name].filter(viewerId),
    ...(phoneNumberId === null ? {} : { phoneNumberId: [phoneNumberId] }),
    ...(labelId === null ? {} : { labelId: [labelId] }),
  };
}

export function belongsTo(
  { name, phoneNumberId, labelId }: View,
  conversation: InboxConversationFragment,
  viewerId: string,
): boolean {
  if (phoneNumberId !== null && conversation.phoneNumber.id !== phoneNumberId) return false;
  if (labelId !== null && !conversation.labels.some(({ id }) => id === labelId)) return false;
  return VIEWS[name].shows(conversation, viewerId);
}
