import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsIn, IsOptional, Max, Min } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { ALERT_LANGUAGES, type AlertLanguage } from '../domain/alerts/alert-settings.js';
import { NotificationReasonEnum } from '../notifications/notification-reason.enum.js';
import { NOTIFICATION_REASONS, type NotificationReason } from '../notifications/notification-reason.js';

const MAX_MINUTES = 1_440;

@ObjectType('PushDevice', {
  implements: () => [Node],
  description: 'A browser in which a person is alerted, for as long as they are signed in there.',
})
export class PushDevice extends Node {
  @Field(() => String, { nullable: true, description: 'As it names itself.' }) userAgent: string | null;
  @Field(() => DateTimeScalar, { description: 'When it was added.' }) createdAt: Date;
  sessionId: string;
}

@ObjectType({ description: 'How the viewer is alerted of notifications that they have not read.' })
export class NotificationSettings {
  @Field({ description: 'Whether devices are pushed to.' }) push: boolean;
  @Field({ description: 'Whether e-mails are sent.' }) email: boolean;
  @Field(() => Int, { description: 'Minutes that a notification is unread before an e-mail tells of it.' })
  emailAfterMinutes: number;
  @Field(() => [NotificationReasonEnum], {
    description: 'Notifications that alert by neither; they are in the inbox all the same.',
  })
  muted: NotificationReason[];
  @Field({ description: 'The language of the e-mails, such as en or pt-BR.' }) language: string;
  @Field({ description: 'Whether this server can send e-mails: whether SMTP_URL is set.' }) canEmail: boolean;
  @Field({ description: 'The applicationServerKey with which a browser subscribes to pushes (VAPID, base64url).' })
  pushPublicKey: string;
  @Field(() => [PushDevice], { description: 'The browsers that are pushed to, latest first.' }) devices: PushDevice[];
}

@InputType({ description: 'Absent means unchanged.' })
export class NotificationSettingsInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether devices are pushed to.' }) push?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether e-mails are sent.' }) email?: boolean | null;
  @Field(() => Int, { nullable: true, description: '1 to 1,440 minutes.' })
  @IsOptional()
  @Min(1, { message: 'At least a minute, please.', context: { code: 'INVALID_INPUT' } })
  @Max(MAX_MINUTES, { message: 'At most a day, please.', context: { code: 'INVALID_INPUT' } })
  emailAfterMinutes?: number | null;
  @Field(() => [NotificationReasonEnum], { nullable: true, description: 'Replaces the whole list.' })
  @IsOptional()
  @ListUpTo(NOTIFICATION_REASONS.length)
  muted?: NotificationReason[] | null;
  @Field(() => String, { nullable: true, description: 'en, de, es, pt-BR or ar.' })
  @Text({ max: 10, optional: true })
  @IsIn(ALERT_LANGUAGES, {
    message: `One of ${ALERT_LANGUAGES.join(', ')}, please.`,
    context: { code: 'INVALID_INPUT' },
  })
  language?: AlertLanguage | null;
}

@ObjectType({ description: 'The settings as they are now.' })
export class NotificationSettingsPayload extends Payload {
  @Field(() => NotificationSettings, { nullable: true, description: 'All of them; null where a change was refused.' })
  settings: NotificationSettings | null;
}

@InputType({ description: 'A PushSubscription of a browser, as its toJSON() gives it.' })
export class AddPushDeviceInput {
  @Field({ description: 'Its endpoint.' }) @Text({ max: 2_000 }) endpoint: string;
  @Field({ description: 'Its key p256dh, base64url.' }) @Text({ max: 200 }) p256dh: string;
  @Field({ description: 'Its key auth, base64url.' }) @Text({ max: 100 }) auth: string;
}

@ObjectType({ description: 'The device that was added.' })
export class AddPushDevicePayload extends Payload {
  @Field(() => PushDevice, { nullable: true, description: 'The device; null where it was refused.' })
  device: PushDevice | null;
}

@InputType({ description: 'A device.' })
export class PushDeviceIdInput {
  @Field(() => ID, { description: 'The id of one of the viewer’s devices.' }) pushDeviceId: string;
}

@ObjectType({ description: 'What became of a device that was removed.' })
export class RemovePushDevicePayload extends Payload {}
