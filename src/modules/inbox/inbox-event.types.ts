import { Field, ID, Int, InterfaceType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import type { EventKind } from '../../common/events/event-log.js';

/** What a subscription's event is made from. The entity is read when it is rendered: subscribers see it as it is then. */
export interface InboxEventSource {
  kind: EventKind | 'RELOAD_REQUIRED' | 'CUT_OFF';
  accountId: string;
  cursor: string;
  occurredAt: Date;
  entityId: string;
  /** Of a CutOff. */
  code?: CutOffCode;
  retryAfterSeconds?: number;
}

const TYPE_NAMES: Record<InboxEventSource['kind'], string | undefined> = {
  MESSAGE: 'MessageChanged',
  CONVERSATION: 'ConversationChanged',
  WITHDRAWN: 'ConversationWithdrawn',
  ERASED: 'ConversationWithdrawn',
  ACCOUNT: 'AccountChanged',
  TEMPLATE: 'TemplateChanged',
  BROADCAST: 'BroadcastChanged',
  NOTIFICATION: 'NotificationAdded',
  CONTACT: undefined, // shown to no subscriber
  RELOAD_REQUIRED: 'ReloadRequired',
  CUT_OFF: 'CutOff',
};

@InterfaceType({
  description: 'Event that happened on an account. Keep the cursor of the last one: with it nothing is missed.',
  resolveType: (event: InboxEventSource) => TYPE_NAMES[event.kind],
})
export abstract class InboxEvent {
  @Field(() => ID, {
    description: 'UUID of the account that it happened on: a cursor goes on in the log of its account.',
  })
  accountId: string;
  @Field(() => ID, { description: 'Cursor of this event: pass it as `after` to go on from here.' })
  cursor: string;
  @Field(() => DateTimeScalar, { description: "Time at which the event was written down, by the server's clock." })
  occurredAt: Date;
}

@ObjectType({
  implements: () => [InboxEvent],
  description:
    'Message that is new, or whose status, reactions, text or file have changed. A new message also changes the activity, window and unread count of its conversation: select them under message.conversation.',
})
export class MessageChanged extends InboxEvent {
  entityId: string;
}

@ObjectType({
  implements: () => [InboxEvent],
  description: 'Conversation that is new, or whose state, participants or read marks have changed.',
})
export class ConversationChanged extends InboxEvent {
  entityId: string;
}

@ObjectType({
  implements: () => [InboxEvent],
  description:
    'Conversation that the viewer may not see any more: a colleague has taken it, the viewer was taken out, or its contact was erased. Remove it from what is shown.',
})
export class ConversationWithdrawn extends InboxEvent {
  entityId: string;
}

@ObjectType({
  implements: () => [InboxEvent],
  description: 'Settings, connection or state of the account have changed.',
})
export class AccountChanged extends InboxEvent {
  entityId: string;
}

@ObjectType({
  implements: () => [InboxEvent],
  description: 'Template that is new, or whose status, quality, category or text has changed.',
})
export class TemplateChanged extends InboxEvent {
  entityId: string;
}

@ObjectType({
  implements: () => [InboxEvent],
  description: 'Broadcast that has begun, stopped or ended, or is further on: about once a second while it runs.',
})
export class BroadcastChanged extends InboxEvent {
  entityId: string;
}

@ObjectType({
  implements: () => [InboxEvent],
  description: 'Notification that is new, for this viewer alone: the pop-up.',
})
export class NotificationAdded extends InboxEvent {
  entityId: string;
}

@ObjectType({
  implements: () => [InboxEvent],
  description: 'Cursor that is older than the log: start again as at first load. What happens from now on follows.',
})
export class ReloadRequired extends InboxEvent {}

const CutOffCodeEnum = { OVERLOADED: 'OVERLOADED' } as const;
type CutOffCode = keyof typeof CutOffCodeEnum;
registerEnumType(CutOffCodeEnum, {
  name: 'CutOffCode',
  description: 'Reason why the server ends a subscription.',
  valuesMap: {
    OVERLOADED: { description: 'More happens than this process can bring to everybody in time.' },
  },
});

@ObjectType({
  implements: () => [InboxEvent],
  description:
    'Last event of a socket that the server closes now (4503). Subscribe again after `cursor`, to any process: nothing is missed, and nothing comes twice.',
})
export class CutOff extends InboxEvent {
  @Field(() => CutOffCodeEnum, { description: 'Reason why the server ends the subscription.' })
  code: CutOffCode;
  @Field(() => Int, { description: 'Seconds during which this process takes no new sockets; another may.' })
  retryAfterSeconds: number;
}

/** Nothing else in the schema mentions them. */
export const INBOX_EVENT_TYPES = [
  MessageChanged,
  ConversationChanged,
  ConversationWithdrawn,
  AccountChanged,
  TemplateChanged,
  BroadcastChanged,
  NotificationAdded,
  ReloadRequired,
  CutOff,
];
