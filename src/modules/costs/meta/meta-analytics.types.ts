import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Text } from '../../../common/graphql/input-checks.js';
import { MetaRefusal } from '../../accounts/schema/meta-refusal.types.js';

const AMOUNT = "in the account's currency, as digits with a point, such as 12.3456";

export const MetaReadingStateEnum = {
  NOT_READ: 'NOT_READ',
  READ: 'READ',
  NOT_ENABLED: 'NOT_ENABLED',
  NOT_AVAILABLE: 'NOT_AVAILABLE',
  REFUSED: 'REFUSED',
  UNREACHABLE: 'UNREACHABLE',
} as const;
registerEnumType(MetaReadingStateEnum, {
  name: 'MetaReadingState',
  description: "State of reading Meta's own analytics of an account.",
  valuesMap: {
    NOT_READ: {
      description: 'Nothing was read yet: the server reads by META_ANALYTICS_CRON, or by readMetaAnalytics.',
    },
    READ: { description: 'Read as Meta has it.' },
    NOT_ENABLED: {
      description: 'Template analytics that are off at Meta: enableTemplateInsights switches them on, for good.',
    },
    NOT_AVAILABLE: {
      description: 'Template analytics that Meta does not give for this account, as in the EU, the UK and Japan.',
    },
    REFUSED: { description: 'Refused by Meta: see refusal.' },
    UNREACHABLE: { description: 'No answer of Meta, or none that could be read.' },
  },
});
export const AnalyticsProductEnum = { CLOUD_API: 'CLOUD_API', MARKETING_MESSAGES: 'MARKETING_MESSAGES' } as const;
registerEnumType(AnalyticsProductEnum, {
  name: 'AnalyticsProduct',
  description: 'Product of Meta by which messages went.',
  valuesMap: {
    CLOUD_API: { description: 'Cloud API: the ordinary endpoint.' },
    MARKETING_MESSAGES: { description: 'Marketing Messages API: see Account.marketingMessages.' },
  },
});

@InputType({
  description: "Days as Meta counts them: of templates in UTC, of prices in the account's time zone at Meta.",
})
export class MetaAnalyticsPeriod {
  @Field({ description: 'First day, such as 2026-11-01.' }) @Text({ max: 10 }) from: string;
  @Field({ description: 'Last day, such as 2026-11-30; 92 days at most.' }) @Text({ max: 10 }) to: string;
}

@ObjectType({ description: 'Reading of analytics of Meta: how it ended last, and how old what is told is.' })
export class MetaReading {
  @Field(() => MetaReadingStateEnum, { description: 'State of the latest reading.' })
  state: keyof typeof MetaReadingStateEnum;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Time of the latest reading; null: none yet.' })
  askedAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time of the latest reading that brought something: what is told is as of then. Null: none yet.',
  })
  readAt: Date | null;
  @Field(() => MetaRefusal, { nullable: true, description: "Meta's refusal of the latest reading; null: none." })
  refusal: MetaRefusal | null;
}

@ObjectType({ description: 'Clicks on a button of a template in one day, as Meta counts them.' })
export class TemplateClicks {
  @Field({
    description: "Kind in Meta's words: quick_reply_button, url_button or unique_url_button (each person once).",
  })
  type: string;
  @Field({ description: 'Label of the button.' }) text: string;
  @Field(() => Int, { description: 'Clicks on this button within a week of the message.' }) count: number;
}

@ObjectType({
  description: 'Messages of a template in one day, as Meta counts them, those that other systems sent too.',
})
export class TemplateAnalyticsDay {
  @Field({ description: 'Day in UTC, such as 2026-11-26.' }) date: string;
  @Field(() => AnalyticsProductEnum, { description: 'Product by which they went.' })
  product: keyof typeof AnalyticsProductEnum;
  @Field(() => Int, { description: 'Messages sent.' }) sent: number;
  @Field(() => Int, { description: 'Messages delivered.' }) delivered: number;
  @Field(() => Int, { description: 'Messages read within a week.' }) read: number;
  @Field(() => [TemplateClicks], {
    nullable: true,
    description: 'Clicks within a week by button; null: Meta counts none of this template.',
  })
  clicks: TemplateClicks[] | null;
  @Field(() => String, { nullable: true, description: `Amount spent, ${AMOUNT}; null: Meta does not say.` })
  amount: string | null;
}

@ObjectType({ description: "Analytics of a template by Meta's own count." })
export class TemplateMetaAnalytics {
  @Field(() => MetaReading, { description: 'Reading that it comes from.' }) reading: MetaReading;
  @Field(() => String, { nullable: true, description: 'Currency of amounts, such as EUR; null: Meta did not say.' })
  currency: string | null;
  @Field(() => [TemplateAnalyticsDay], { description: 'Days with messages, earliest first.' })
  days: TemplateAnalyticsDay[];
}

@ObjectType({ description: 'Messages of one day, country, category and type, and what Meta charges for them.' })
export class MetaPriceRow {
  @Field({ description: 'Day such as 2026-11-26, as Meta divides them.' }) date: string;
  @Field(() => String, { nullable: true, description: 'Country of the recipients, such as DE; null: not said.' })
  country: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Category in Meta's words, such as MARKETING or MARKETING_LITE; null: not said.",
  })
  category: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Type in Meta's words: REGULAR, FREE_CUSTOMER_SERVICE or FREE_ENTRY_POINT; null: not said.",
  })
  type: string | null;
  @Field(() => Int, { description: 'Messages delivered.' }) messages: number;
  @Field(() => String, { nullable: true, description: `Amount charged, ${AMOUNT}; null: Meta does not say.` })
  amount: string | null;
}

@ObjectType({
  description: 'Category of prices: what Meta counts beside what is counted here, where one of both has any.',
})
export class CategoryComparison {
  @Field({ description: 'Category in lower case, such as marketing_lite.' }) category: string;
  @Field(() => Int, { description: 'Messages by Meta, those that other systems sent too.' }) metaMessages: number;
  @Field(() => String, { nullable: true, description: `Amount by Meta, ${AMOUNT}; null: it does not say.` })
  metaAmount: string | null;
  @Field(() => Int, { description: 'Messages by `costs`, of the same days in UTC.' }) messages: number;
  @Field(() => String, {
    nullable: true,
    description: "Amount by `costs`, at list prices in the currency of Meta's; null without a rate card in it.",
  })
  amount: string | null;
}

@ObjectType({ description: "Analytics of an account by Meta's own count." })
export class AccountMetaAnalytics {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether template analytics are on at Meta; null: not read yet.',
  })
  isEnabledForInsights: boolean | null;
  @Field(() => MetaReading, { description: 'Reading of templates: see Template.metaAnalytics.' })
  templates: MetaReading;
  @Field(() => MetaReading, { description: 'Reading of prices.' }) pricing: MetaReading;
  @Field(() => String, { nullable: true, description: 'Currency of amounts, such as EUR; null: Meta did not say.' })
  currency: string | null;
  @Field(() => [MetaPriceRow], { description: 'Prices by day, country, category and type, earliest first.' })
  prices: MetaPriceRow[];
  @Field(() => [CategoryComparison], { description: 'Comparison with `costs` by category, in alphabetical order.' })
  comparison: CategoryComparison[];
}
