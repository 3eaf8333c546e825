import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { MARKETING_MESSAGES_POLICIES, type MarketingMessagesPolicy } from '../domain/marketing-policy.js';

export const MarketingMessagesPolicyEnum = Object.fromEntries(
  MARKETING_MESSAGES_POLICIES.map((policy) => [policy, policy]),
);
registerEnumType(MarketingMessagesPolicyEnum, {
  name: 'MarketingMessagesPolicy',
  description: "Policy by which an account sends marketing templates; what is on is Meta's product_policy.",
  valuesMap: {
    OFF: { description: 'Ordinary endpoint, as for every other message.' },
    CLOUD_API_FALLBACK: {
      description:
        'Marketing Messages API, which chooses time and form; what it cannot take goes out as an ordinary message.',
    },
    STRICT: { description: 'Marketing Messages API alone: what it cannot take has FAILED.' },
  },
});

@ObjectType({ description: 'Marketing Messages API of Meta: whether the account uses it, and whether it may.' })
export class MarketingMessages {
  @Field(() => MarketingMessagesPolicyEnum, {
    description: 'Policy for MARKETING templates; other messages never go by this API. OFF unless updateAccount chose.',
  })
  policy: MarketingMessagesPolicy;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether Meta may use what becomes of such messages, such as that they were read, to improve its choice; null: as the account's settings at Meta say.",
  })
  activitySharing: boolean | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's word for the account, as testConnection last read it: INELIGIBLE, ELIGIBLE (its terms have not been accepted in WhatsApp Manager) or ONBOARDED. Null until then, or where Meta does not say.",
  })
  onboardingStatus: string | null;
  @Field({
    description:
      'Whether Meta takes marketing templates by this API alone, as testConnection last read it: others are refused with 131063.',
  })
  isRequired: boolean;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which Meta was asked for onboardingStatus and isRequired; null: never.',
  })
  readAt: Date | null;
}
