import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { IsOptional } from 'class-validator';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { ListUpTo } from '../../../common/graphql/input-checks.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { NotificationReasonEnum } from '../../users/notifications/notification-reason.enum.js';
import type { NotificationReason } from '../../users/notifications/notification-reason.js';
import type { Wording } from '../../../common/errors/wording.js';
import { WordingField } from '../../../common/graphql/wording.type.js';

@ObjectType('Notification', {
  implements: () => [Node],
  description: 'Notification for one person, kept until they have read it.',
})
export class NotificationType extends Node {
  @Field(() => NotificationReasonEnum, { description: 'Reason why the person is notified.' })
  reason: NotificationReason;
  @Field({ description: 'Title of the notification, as a rule a name.' }) title: string;
  @Field({ description: 'Text of the notification, one or two lines.' }) body: string;
  @WordingField('title', 'Wording of the title, for another language; null of words of people, such as a name.')
  titleWording: Wording | null;
  @WordingField('body', 'Wording of the body, for another language; null of words of people or of Meta.')
  bodyWording: Wording | null;
  @Field(() => DateTimeScalar, { description: 'Time at which the person was notified.' }) createdAt: Date;
  @Field(() => DateTimeScalar, {
    description: 'Time at which the person marked it as read; null: not yet.',
    nullable: true,
  })
  readAt: Date | null;
  accountId: string;
  conversationId: string | null;
  messageId: string | null;
  templateId: string | null;
}

@ObjectType({ description: "Page of the viewer's notifications, newest first." })
export class NotificationConnection extends connectionOf(NotificationType, 'Notification') {}

@InputType({ description: 'Notifications to be marked: some by their ids, or all.' })
export class MarkNotificationsReadInput {
  @Field(() => [ID], {
    description: 'UUIDs of notifications of the viewer; those of others are passed over.',
    nullable: true,
  })
  @IsOptional()
  @ListUpTo(1_000)
  notificationIds?: string[] | null;
  @Field(() => Boolean, {
    description: "Whether all of the viewer's notifications are marked; then no ids are given.",
    nullable: true,
  })
  all?: boolean | null;
}

@ObjectType({ description: 'Number of notifications that are left unread, or the errors that refused the call.' })
export class MarkNotificationsReadPayload extends Payload {
  @Field(() => Int, { description: "Number of the viewer's notifications that are unread now, counted up to 10,000." })
  unreadCount = 0;
}

@InputType({ description: 'Conditions on notifications: all hold together.' })
export class NotificationFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the notification is unread: true lists unread ones, false those that were read.',
  })
  unread?: boolean | null;
}
