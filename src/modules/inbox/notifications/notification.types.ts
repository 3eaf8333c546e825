import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { IsOptional } from 'class-validator';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { ListUpTo } from '../../../common/graphql/input-checks.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { NotificationReasonEnum } from '../../users/notifications/notification-reason.enum.js';
import type { NotificationReason } from '../../users/notifications/notification-reason.js';

@ObjectType('Notification', {
  implements: () => [Node],
  description: 'One notification for one person, kept until they have read it.',
})
export class NotificationType extends Node {
  @Field(() => NotificationReasonEnum) reason: NotificationReason;
  @Field() title: string;
  @Field() body: string;
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar, { nullable: true }) readAt: Date | null;
  accountId: string;
  conversationId: string | null;
  messageId: string | null;
  templateId: string | null;
}

@ObjectType()
export class NotificationConnection extends connectionOf(NotificationType, 'Notification') {}

@InputType({ description: 'Some by their ids, or all.' })
export class MarkNotificationsReadInput {
  @Field(() => [ID], { nullable: true })
  @IsOptional()
  @ListUpTo(1_000)
  notificationIds?: string[] | null;
  @Field(() => Boolean, { nullable: true }) all?: boolean | null;
}

@ObjectType()
export class MarkNotificationsReadPayload extends Payload {
  @Field(() => Int) unreadCount = 0;
}
