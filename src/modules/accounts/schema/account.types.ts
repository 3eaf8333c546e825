import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { PhoneNumberScalar } from '../../../common/graphql/scalars.js';
import { MetaRefusal } from './meta-refusal.types.js';
import { ACCOUNT_STATUSES, type AccountStatus } from '../account.entity.js';
import { QUALITY_RATINGS, type QualityRating } from '../phone-numbers/quality-rating.js';
import { CONNECTION_CHECKS, type CheckOutcome, type ConnectionCheckName } from '../domain/connection-report.js';
import type { Wording } from '../../../common/errors/wording.js';
import { WordingField } from '../../../common/graphql/wording.type.js';

const enumOf = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value, value]));

const AccountStatusEnum = enumOf(ACCOUNT_STATUSES);
registerEnumType(AccountStatusEnum, {
  name: 'AccountStatus',
  description: 'Status of an account at Meta.',
  valuesMap: {
    UNVERIFIED: { description: 'Credentials that were not tested since they last changed.' },
    CONNECTED: { description: 'Connection test passed when it last ran.' },
    TOKEN_INVALID: { description: 'Access token that Meta refuses: nothing is sent until a new one is saved.' },
    RESTRICTED: { description: 'Account that Meta has restricted: see Account.restrictions.' },
    DISABLED: { description: 'Account that Meta has disabled.' },
    DELETED: { description: 'Account that is gone at Meta.' },
    UNKNOWN: { description: 'Status that Meta names and that is not known here.' },
  },
});
export const QualityRatingEnum = enumOf(QUALITY_RATINGS);
registerEnumType(QualityRatingEnum, {
  name: 'QualityRating',
  description: "Quality by Meta's judgement of how customers take the messages.",
  valuesMap: {
    GREEN: { description: 'Good: customers take the messages well.' },
    RED: { description: "Bad: Meta may pause the template, or lower the number's limit." },
    UNKNOWN: { description: 'Quality that Meta has not judged (yet).' },
    YELLOW: { description: 'Middling: some customers block or report the messages.' },
  },
});
const CheckOutcomeEnum = enumOf(['PASSED', 'WARNING', 'FAILED', 'SKIPPED']);
registerEnumType(CheckOutcomeEnum, {
  name: 'CheckOutcome',
  description: 'Outcome of a connection check.',
  valuesMap: {
    WARNING: { description: 'Check that passed, of something that needs care soon: see remedy.' },
    SKIPPED: { description: 'Check of which nothing can be said before another one passes.' },
    FAILED: { description: 'Check that failed: see remedy.' },
    PASSED: { description: 'Check that passed: nothing to do.' },
  },
});
const ConnectionCheckNameEnum = enumOf(CONNECTION_CHECKS);
registerEnumType(ConnectionCheckNameEnum, {
  name: 'ConnectionCheckName',
  description: 'Name of a check of testConnection, in the order in which they are made.',
  valuesMap: {
    ACCOUNT_READABLE: { description: 'Account can be read at Meta with the token.' },
    APP_MATCHES: { description: 'App id is the one that the token was made for.' },
    APP_SECRET_MATCHES: { description: 'App secret is that of the app: webhooks can be verified.' },
    APP_SUBSCRIBED: { description: 'App subscribes to the account: Meta sends its webhooks.' },
    CALLBACK_URL_IS_OURS: { description: 'Callback URL at Meta is that of this server.' },
    CAN_SEND: { description: "Meta's health status says that the account and its number can send." },
    MARKETING_MESSAGES: { description: 'Marketing templates can go the way that the account has chosen for them.' },
    PHONE_NUMBER_CONNECTED: { description: 'Phone number is registered and connected at Meta.' },
    PHONE_NUMBER_IN_ACCOUNT: { description: 'Phone number belongs to this WhatsApp Business Account.' },
    TOKEN_IS_ADMIN: { description: 'Token has full control of the account.' },
    TOKEN_PERMANENT: { description: 'Token does not end by itself.' },
    TOKEN_SCOPES: { description: 'Token has the permissions that Parley needs.' },
    TOKEN_VALID: { description: 'Token is accepted by Meta.' },
    WEBHOOK_FIELDS: { description: 'Webhook fields that are needed are subscribed to.' },
  },
});
const AccessTokenKindEnum = enumOf(['TEMPORARY', 'SYSTEM_USER', 'UNKNOWN']);
registerEnumType(AccessTokenKindEnum, {
  name: 'AccessTokenKind',
  valuesMap: {
    SYSTEM_USER: { description: 'Permanent token of an admin system user: the one for production.' },
    TEMPORARY: { description: 'Temporary token, which ends within a day or some weeks: for first tests.' },
    UNKNOWN: { description: 'Token of which Meta did not say what kind it is.' },
  },
  description: 'Kind of an access token of Meta.',
});

@ObjectType('ConnectionCheck', { description: 'Check of testConnection: one thing that it looked at.' })
export class ConnectionCheckType {
  @Field(() => ConnectionCheckNameEnum, { description: 'Name of what was looked at.' }) name: ConnectionCheckName;
  @Field(() => CheckOutcomeEnum, { description: 'Outcome of the check.' }) outcome: CheckOutcome;
  @Field({ description: 'Finding in one sentence, fit to be shown to a person.' }) message: string;
  @WordingField('message', 'Wording of the finding, for another language; null of words of Meta.')
  messageWording?: Wording | null;
  @Field(() => String, { nullable: true, description: 'Step that mends it; null where there is nothing to mend.' })
  remedy: string | null;
  @WordingField('remedy', 'Wording of the remedy, for another language; null without one, and of words of Meta.')
  remedyWording?: Wording | null;
  @Field(() => MetaRefusal, { nullable: true, description: "Meta's answer, where it refused; else null." })
  refusal: MetaRefusal | null;
}

@ObjectType('ConnectionReport', {
  description: 'Report of testConnection: whether everything between Meta and this server works, check by check.',
})
export class ConnectionReportType {
  @Field({ description: 'Whether no check failed or was skipped.' }) ok: boolean;
  @Field(() => DateTimeScalar, { description: 'Time of the test.' }) testedAt: Date;
  @Field(() => [ConnectionCheckType], { description: 'Checks in the order in which they were made.' })
  checks: ConnectionCheckType[];
}

@ObjectType({
  description: 'Access token of an account, as Meta described it (debug_token) at the latest connection test.',
})
export class AccessTokenInfo {
  @Field(() => AccessTokenKindEnum, { description: 'Kind of token, by what Meta says of its type and end.' })
  kind: string;
  @Field(() => [String], {
    description: 'Permissions at Meta that the token has, such as whatsapp_business_management.',
  })
  scopes: string[];
  @Field(() => [String], {
    description:
      'Permissions at Meta that Parley needs and the token lacks, such as whatsapp_business_messaging; empty: none.',
  })
  missingScopes: string[];
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the token ends, as Meta says; null: never.',
  })
  expiresAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'Time at which Meta was asked.' }) checkedAt: Date;
}

@ObjectType({ description: 'Webhook field: a kind of webhook that Meta can send.' })
export class WebhookField {
  @Field({ description: "Meta's name of the field, such as messages." }) name: string;
  @Field({ description: 'Whether something would silently be missing without the field.' }) required: boolean;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the app subscribes to the field; null: not asked yet.',
  })
  subscribed: boolean | null;
}

@ObjectType({ description: 'Restriction that Meta has put on an account.' })
export class AccountRestriction {
  @Field({ description: "Meta's word for the restriction, such as RESTRICTED_BIZ_INITIATED_MESSAGING." }) type: string;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the restriction ends; null: Meta does not say.',
  })
  expiresAt: Date | null;
}

@ObjectType('Account', {
  implements: () => [Node],
  description: 'WhatsApp Business Account (WABA): credentials, templates and one or more phone numbers.',
})
export class AccountType extends Node {
  @Field({ description: 'Name of the account, as colleagues call it; 1 to 200 characters.' }) name: string;
  @Field({ description: "Meta's id of the WhatsApp Business Account, in digits." }) whatsappAccountId: string;
  @Field({ description: "Meta's id of the app whose token and secret the account uses, in digits." }) appId: string;
  @Field(() => AccountStatusEnum, {
    description: 'Status of the account at Meta, by the latest connection test, webhook or answer.',
  })
  status: AccountStatus;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time at which one message is tried again, because Meta refuses everything that the account sends; resumeSending tries at once. What waits stays QUEUED. Null: nothing is held back. A single number can be paused too: see BusinessPhoneNumber.sendingPausedUntil.',
  })
  sendingPausedUntil: Date | null;
  @Field(() => String, {
    nullable: true,
    description: 'Reason of sendingPausedUntil, with what to do; null while nothing is held back.',
  })
  sendingPauseReason: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time of the last webhook that Meta sent for the account; null: none yet.',
  })
  lastWebhookAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'Time at which the account was connected here.' }) createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'Time at which something of the account last changed here.' })
  updatedAt: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time at which the account was archived: since then it receives and sends nothing. Null: it is in use.',
  })
  archivedAt: Date | null;
}

@ObjectType('BusinessPhoneNumber', {
  implements: () => [Node],
  description: 'Phone number that customers write to; what operators call a channel.',
})
export class BusinessPhoneNumberType extends Node {
  accountId: string;
  @Field({ description: "Meta's id of the number, in digits; not the number itself." }) whatsappPhoneNumberId: string;
  @Field(() => PhoneNumberScalar, { description: 'Phone number itself; null until Meta has told it.', nullable: true })
  displayPhoneNumber: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Name that customers see, as Meta has verified it; null until Meta has told it.',
  })
  verifiedName: string | null;
  @Field(() => QualityRatingEnum, { description: 'Quality of the number, as Meta last rated it.' })
  qualityRating: QualityRating;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's tier, such as TIER_2K: customers a day who have not written first. Null until Meta has told it.",
  })
  messagingLimit: string | null;
  @Field(() => Int, { description: 'Messages per second that Meta allows the number.' }) throughput: number;
  @Field(() => String, {
    nullable: true,
    description: "Meta's word for the number's state, such as CONNECTED; null until Meta has told it.",
  })
  status: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time at which one message is tried again, because Meta refuses everything that this number sends; resumeSending tries at once. What waits stays QUEUED. Null: nothing is held back.',
  })
  sendingPausedUntil: Date | null;
  @Field(() => String, {
    nullable: true,
    description: 'Reason why nothing is sent from the number, and what to do; null while nothing is held back.',
  })
  sendingPauseReason: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's word for the verification by code: VERIFIED, NOT_VERIFIED or EXPIRED. Null until refreshPhoneNumber has read it.",
  })
  codeVerification: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the number has a two-step PIN; null until refreshPhoneNumber has read it.',
  })
  isPinSet: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the number is an official business account, with the badge beside its name; null until refreshPhoneNumber has read it.',
  })
  isOfficial: boolean | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's word for verifiedName: APPROVED, AVAILABLE_WITHOUT_REVIEW, DECLINED, EXPIRED or PENDING_REVIEW. Null until refreshPhoneNumber has read it.",
  })
  nameStatus: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Display name that was asked for instead of verifiedName; null: none.',
  })
  requestedName: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's word for requestedName, such as PENDING_REVIEW, APPROVED or DECLINED. One that is approved is shown after the number was registered again. Null: none was asked for.",
  })
  requestedNameStatus: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's reason why requestedName was rejected, such as NAME_EMPLOYEE_ISSUE; null: it was not.",
  })
  requestedNameReason: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which Meta was last asked how the number stands; null: it was not.',
  })
  standingReadAt: Date | null;
  @Field(() => Int, {
    description:
      'Days without an answer after which a conversation returns to the notify-users; 15 unless changed by setNotifyUsers.',
  })
  returnAfterDays: number;
}

@ObjectType({ description: 'Account after the call, or the errors that refused it.' })
export class AccountPayload extends Payload {
  @Field(() => AccountType, { description: 'Account as it is now; null where the call was refused.', nullable: true })
  account: AccountType | null;
}

@ObjectType({ description: 'Report of the test, or the errors that refused it.' })
export class TestConnectionPayload extends Payload {
  @Field(() => AccountType, { description: 'Account as it is now; null where the call was refused.', nullable: true })
  account: AccountType | null;
  @Field(() => ConnectionReportType, {
    description: 'Report of the checks; null where the call was refused.',
    nullable: true,
  })
  report: ConnectionReportType | null;
}
