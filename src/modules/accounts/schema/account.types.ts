import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { PhoneNumberScalar } from '../../../common/graphql/scalars.js';
import { MetaRefusal } from './meta-refusal.types.js';
import { ACCOUNT_STATUSES, type AccountStatus } from '../account.entity.js';
import { QUALITY_RATINGS, type QualityRating } from '../phone-numbers/quality-rating.js';
import { CONNECTION_CHECKS, type CheckOutcome, type ConnectionCheckName } from '../domain/connection-report.js';

const enumOf = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value, value]));

const AccountStatusEnum = enumOf(ACCOUNT_STATUSES);
registerEnumType(AccountStatusEnum, {
  name: 'AccountStatus',
  valuesMap: {
    UNVERIFIED: { description: 'Not tested since its credentials last changed.' },
    CONNECTED: { description: 'The latest connection test passed.' },
    TOKEN_INVALID: { description: 'Meta refuses the access token: nothing is sent until a new one is saved.' },
    RESTRICTED: { description: 'Meta has restricted it.' },
    DISABLED: { description: 'Meta has disabled it.' },
    DELETED: { description: 'It is gone at Meta.' },
    UNKNOWN: { description: 'Meta says something that is not known here.' },
  },
});
export const QualityRatingEnum = enumOf(QUALITY_RATINGS);
registerEnumType(QualityRatingEnum, {
  name: 'QualityRating',
  description: "Meta's judgement of how customers take the messages.",
});
const CheckOutcomeEnum = enumOf(['PASSED', 'WARNING', 'FAILED', 'SKIPPED']);
registerEnumType(CheckOutcomeEnum, {
  name: 'CheckOutcome',
  valuesMap: {
    WARNING: { description: 'It works now, but something needs care.' },
    SKIPPED: { description: 'Nothing can be said before another check passes.' },
  },
});
const ConnectionCheckNameEnum = enumOf(CONNECTION_CHECKS);
registerEnumType(ConnectionCheckNameEnum, {
  name: 'ConnectionCheckName',
  description: 'What testConnection looks at, in this order.',
});
const AccessTokenKindEnum = enumOf(['TEMPORARY', 'SYSTEM_USER', 'UNKNOWN']);
registerEnumType(AccessTokenKindEnum, { name: 'AccessTokenKind' });

@ObjectType('ConnectionCheck', { description: 'One thing that testConnection looked at.' })
export class ConnectionCheckType {
  @Field(() => ConnectionCheckNameEnum) name: ConnectionCheckName;
  @Field(() => CheckOutcomeEnum) outcome: CheckOutcome;
  @Field() message: string;
  @Field(() => String, { nullable: true, description: 'The step that mends it.' }) remedy: string | null;
  @Field(() => MetaRefusal, { nullable: true, description: 'What Meta answered, where it refused.' })
  refusal: MetaRefusal | null;
}

@ObjectType('ConnectionReport', {
  description: 'Whether everything between Meta and this server works, check by check.',
})
export class ConnectionReportType {
  @Field({ description: 'No check failed or was skipped.' }) ok: boolean;
  @Field(() => DateTimeScalar) testedAt: Date;
  @Field(() => [ConnectionCheckType]) checks: ConnectionCheckType[];
}

@ObjectType({ description: 'What Meta said of the access token at the latest test.' })
export class AccessTokenInfo {
  @Field(() => AccessTokenKindEnum) kind: string;
  @Field(() => [String]) scopes: string[];
  @Field(() => [String], { description: 'Permissions that Parley needs and the token lacks.' }) missingScopes: string[];
  @Field(() => DateTimeScalar, { nullable: true, description: 'Null: never.' }) expiresAt: Date | null;
  @Field(() => DateTimeScalar) checkedAt: Date;
}

@ObjectType({ description: 'A kind of webhook that Meta can send.' })
export class WebhookField {
  @Field() name: string;
  @Field({ description: 'Without it something would silently be missing.' }) required: boolean;
  @Field(() => Boolean, { nullable: true, description: 'Null: not asked yet.' }) subscribed: boolean | null;
}

@ObjectType({ description: 'Something that Meta does not let the account do.' })
export class AccountRestriction {
  @Field({ description: "Meta's type, such as RESTRICTED_BIZ_INITIATED_MESSAGING." }) type: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Null: Meta does not say.' }) expiresAt: Date | null;
}

@ObjectType('Account', {
  implements: () => [Node],
  description: 'A WhatsApp Business Account (WABA): credentials, templates and one or more phone numbers.',
})
export class AccountType extends Node {
  @Field() name: string;
  @Field({ description: "Meta's id of the WhatsApp Business Account." }) whatsappAccountId: string;
  @Field({ description: "Meta's id of the app." }) appId: string;
  @Field(() => AccountStatusEnum) status: AccountStatus;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Meta refuses everything that the account sends: one message is tried again then, or at once by resumeSending. What waits stays QUEUED. A single number can be paused too: see BusinessPhoneNumber.sendingPausedUntil.',
  })
  sendingPausedUntil: Date | null;
  @Field(() => String, { nullable: true, description: 'Why, and what to do.' }) sendingPauseReason: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When Meta last sent a webhook for it.' })
  lastWebhookAt: Date | null;
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar) updatedAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'An archived account receives and sends nothing.' })
  archivedAt: Date | null;
}

@ObjectType('BusinessPhoneNumber', {
  implements: () => [Node],
  description: 'A number that customers write to; what operators call a channel.',
})
export class BusinessPhoneNumberType extends Node {
  accountId: string;
  @Field({ description: "Meta's id of the number." }) whatsappPhoneNumberId: string;
  @Field(() => PhoneNumberScalar, { nullable: true }) displayPhoneNumber: string | null;
  @Field(() => String, { nullable: true, description: 'The name that customers see.' }) verifiedName: string | null;
  @Field(() => QualityRatingEnum) qualityRating: QualityRating;
  @Field(() => String, {
    nullable: true,
    description: "Meta's tier, such as TIER_2K: customers a day who have not written first.",
  })
  messagingLimit: string | null;
  @Field(() => Int, { description: 'Messages per second that Meta allows.' }) throughput: number;
  @Field(() => String, { nullable: true, description: "Meta's word for its state, such as CONNECTED." }) status:
    string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Meta refuses everything that this number sends: one message is tried again then, or at once by resumeSending. What waits stays QUEUED.',
  })
  sendingPausedUntil: Date | null;
  @Field(() => String, { nullable: true, description: 'Why nothing is sent from it, and what to do.' })
  sendingPauseReason: string | null;
  @Field(() => Int, {
    description: 'Days without an answer after which a conversation returns to the notify-users. 15 unless changed.',
  })
  returnAfterDays: number;
}

@ObjectType()
export class AccountPayload extends Payload {
  @Field(() => AccountType, { nullable: true }) account: AccountType | null;
}

@ObjectType()
export class TestConnectionPayload extends Payload {
  @Field(() => AccountType, { nullable: true }) account: AccountType | null;
  @Field(() => ConnectionReportType, { nullable: true }) report: ConnectionReportType | null;
}

@ObjectType()
export class SetNotifyUsersPayload extends Payload {
  @Field(() => BusinessPhoneNumberType, { nullable: true }) phoneNumber: BusinessPhoneNumberType | null;
}
