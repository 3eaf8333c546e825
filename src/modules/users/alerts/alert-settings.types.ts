import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsOptional, Max, Min } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { ListUpTo, Text, refusedBecause } from '../../../common/graphql/input-checks.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { ALERT_PROBLEM_CODES, type AlertProblemCode } from '../domain/alerts/alert-problems.js';
import {
  ALERT_CHANNELS,
  ALERT_LANGUAGES,
  type AlertChannel,
  type AlertLanguage,
} from '../domain/alerts/alert-settings.js';
import { NotificationReasonEnum } from '../notifications/notification-reason.enum.js';
import { NOTIFICATION_REASONS, type NotificationReason } from '../notifications/notification-reason.js';
import { because } from '../../../common/errors/because.js';

const MAX_MINUTES = 1_440;
const MAX_MUTED_ACCOUNTS = 1_000;

const AlertChannelEnum = Object.fromEntries(ALERT_CHANNELS.map((channel) => [channel, channel]));
registerEnumType(AlertChannelEnum, {
  name: 'AlertChannel',
  description: 'Channel by which an alert reaches somebody who is away.',
  valuesMap: {
    PUSH: { description: 'Notification of a browser that the person chose.' },
    EMAIL: { description: 'E-mail, one for all that waits.' },
  },
});
const AlertProblemCodeEnum = Object.fromEntries(ALERT_PROBLEM_CODES.map((code) => [code, code]));
registerEnumType(AlertProblemCodeEnum, {
  name: 'AlertProblemCode',
  description: 'Code of what keeps somebody from being alerted.',
  valuesMap: {
    PUSH_UNREACHABLE: { description: 'Push service of a browser does not answer: it is tried again, for an hour.' },
    PUSH_REFUSED: { description: 'Push service of a browser refuses pushes of this server.' },
    MAIL_UNREACHABLE: { description: 'Mail server of SMTP_URL does not answer: it is tried again, for a day.' },
    MAIL_SIGN_IN_REFUSED: { description: 'Mail server does not accept the user or password in SMTP_URL.' },
    MAIL_ADDRESS_REFUSED: {
      description: "Mail server does not send from MAIL_FROM, or not to the person's address.",
    },
    MAIL_REFUSED: { description: 'Mail server did not take the e-mail: it is tried again, for a day.' },
  },
});

@ObjectType('PushDevice', {
  implements: () => [Node],
  description: 'Push device: a browser in which a person is alerted, for as long as they are signed in there.',
})
export class PushDevice extends Node {
  @Field(() => String, {
    nullable: true,
    description: 'User-Agent of the browser, as it names itself; null where it does not.',
  })
  userAgent: string | null;
  @Field(() => DateTimeScalar, { description: 'Time at which the device was added.' }) createdAt: Date;
  @Field({ description: 'Whether the device is the browser of this very request: the one of its session.' })
  isCurrent: boolean;
}

@ObjectType({ description: 'Alert problem: what keeps people from being alerted, within the last day.' })
export class AlertProblem {
  @Field(() => AlertChannelEnum, { description: 'Channel that the problem is with.' }) channel: AlertChannel;
  @Field(() => AlertProblemCodeEnum, { description: 'Code of the problem.' }) code: AlertProblemCode;
  @Field({ description: 'Message for people, in English, with what the other server said.' }) message: string;
  @Field(() => DateTimeScalar, { description: 'Time since which nothing arrives.' }) since: Date;
  @Field(() => DateTimeScalar, { description: 'Time of the last attempt.' }) lastAt: Date;
  @Field(() => Int, {
    description:
      'Number of people whom the problem concerns: administrators see those of everybody, all others their own, 1.',
  })
  people: number;
}

@ObjectType({
  description: 'Notification settings: how the viewer is alerted of notifications that they have not read.',
})
export class NotificationSettings {
  @Field({ description: 'Whether devices are pushed to.' }) push: boolean;
  @Field({ description: 'Whether pushes show what was written, or only who wrote.' }) pushText: boolean;
  @Field({ description: 'Whether e-mails are sent. They say who wrote, and never what.' }) email: boolean;
  @Field(() => Int, { description: 'Minutes that a notification is unread before an e-mail tells of it.' })
  emailAfterMinutes: number;
  @Field(() => [NotificationReasonEnum], {
    description: 'Notifications that alert by neither; they are in the inbox all the same.',
  })
  muted: NotificationReason[];
  @Field(() => [ID], { description: 'Accounts whose notifications alert by neither.' }) mutedAccountIds: string[];
  @Field({
    description: 'Language of e-mails and pushes, but for what people and Meta wrote: en, de, es, pt-BR or ar.',
  })
  language: string;
  @Field({ description: 'Whether this server can send e-mails: whether SMTP_URL is set.' }) canEmail: boolean;
  @Field({
    description: 'Public key (applicationServerKey) with which a browser subscribes to pushes (VAPID, base64url).',
  })
  pushPublicKey: string;
  @Field(() => [PushDevice], { description: 'Browsers that are pushed to, latest first.' }) devices: PushDevice[];
  @Field(() => [AlertProblem], { description: 'Problems that keep alerts from arriving; empty while all is well.' })
  problems: AlertProblem[];
}

@InputType({ description: 'Changes of the notification settings; what is absent stays.' })
export class NotificationSettingsInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether devices are pushed to.' }) push?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether pushes show what was written.' })
  pushText?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether e-mails are sent.' }) email?: boolean | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Minutes, 1 to 1,440, that a notification is unread before an e-mail tells of it.',
  })
  @IsOptional()
  @Min(1, refusedBecause(because('MINUTE_AT_LEAST')))
  @Max(MAX_MINUTES, refusedBecause(because('DAY_AT_MOST')))
  emailAfterMinutes?: number | null;
  @Field(() => [NotificationReasonEnum], {
    nullable: true,
    description: 'Reasons that alert by neither channel; replaces the whole list.',
  })
  @IsOptional()
  @ListUpTo(NOTIFICATION_REASONS.length)
  muted?: NotificationReason[] | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'UUIDs of accounts that alert by neither channel; replaces the whole list.',
  })
  @IsOptional()
  @ListUpTo(MAX_MUTED_ACCOUNTS)
  mutedAccountIds?: string[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Language of the e-mails: en, de, es, pt-BR or ar; else INVALID_INPUT.',
  })
  @Text({ max: 10, optional: true })
  @IsIn(ALERT_LANGUAGES, refusedBecause(because('LANGUAGE_ONE_OF', { languages: ALERT_LANGUAGES.join(', ') })))
  language?: AlertLanguage | null;
}

@ObjectType({ description: 'Settings after the call, or the errors that refused it.' })
export class NotificationSettingsPayload extends Payload {
  @Field(() => NotificationSettings, {
    nullable: true,
    description: 'Settings as they are now; null where the call was refused.',
  })
  settings: NotificationSettings | null;
}

@InputType({ description: 'PushSubscription of a browser, as its toJSON() gives it.' })
export class AddPushDeviceInput {
  @Field({ description: 'Endpoint of the subscription: the https address of the push service.' })
  @Text({ max: 2_000 })
  endpoint: string;
  @Field({ description: 'Key p256dh of the subscription, base64url.' }) @Text({ max: 200 }) p256dh: string;
  @Field({ description: 'Key auth of the subscription, base64url.' }) @Text({ max: 100 }) auth: string;
}

@ObjectType({ description: 'Device that was added, or the errors that refused it.' })
export class AddPushDevicePayload extends Payload {
  @Field(() => PushDevice, { nullable: true, description: 'Device as it is now; null where the call was refused.' })
  device: PushDevice | null;
}

@InputType({ description: 'Device that the call is about.' })
export class PushDeviceIdInput {
  @Field(() => ID, { description: 'UUID of one of the viewer’s devices, else NOT_FOUND.' }) pushDeviceId: string;
}

@ObjectType({ description: 'Outcome of removePushDevice.' })
export class RemovePushDevicePayload extends Payload {}

@InputType({ description: 'Channel that is to be tried.' })
export class TestAlertInput {
  @Field(() => AlertChannelEnum, { description: 'Channel to try: push to all devices of the viewer, or e-mail.' })
  channel: AlertChannel;
}

@ObjectType({ description: 'Outcome of testAlert.' })
export class TestAlertPayload extends Payload {
  @Field(() => AlertProblem, {
    nullable: true,
    description: 'Problem that kept the test from being sent; null where a push service or the mail server took it.',
  })
  problem: AlertProblem | null;
}
