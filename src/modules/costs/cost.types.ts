import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { because } from '../../common/errors/because.js';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { Payload } from '../../common/graphql/errors/payload.js';
import { IsCountry, ListUpTo, Text, TextLike } from '../../common/graphql/input-checks.js';
import { Node } from '../../common/graphql/pagination/node.type.js';
import { StatisticsPeriod } from '../messages/statistics/account-statistics.types.js';
import { COST_DIMENSIONS, type CostDimension } from './domain/cost-rows.js';
import { RATE_CATEGORIES, type RateCategory } from './domain/rates.js';

const MAX_CSV = 200_000;
const AMOUNT = 'as digits with a point, such as 12.3456';

const CostDimensionEnum = enumOf(COST_DIMENSIONS);
registerEnumType(CostDimensionEnum, {
  name: 'CostDimension',
  description: 'Dimension that costs are told by.',
  valuesMap: {
    DAY: { description: "Day on which Meta took the message, in the period's time zone." },
    PHONE_NUMBER: { description: "Business phone number that sent it: the company's." },
    CATEGORY: { description: "Category of the price, in Meta's words." },
    COUNTRY: { description: "Country of the recipient's number." },
    TEMPLATE: { description: 'Template that was sent.' },
    BROADCAST: { description: 'Broadcast that it belongs to.' },
  },
});

const RateCategoryEnum = enumOf(RATE_CATEGORIES);
registerEnumType(RateCategoryEnum, {
  name: 'RateCategory',
  description: 'Category that a rate card has a column of.',
  valuesMap: {
    MARKETING: { description: 'Marketing messages, those of the Marketing Messages API too.' },
    UTILITY: { description: 'Utility messages.' },
    AUTHENTICATION: { description: 'Authentication messages: passwords for once.' },
    AUTHENTICATION_INTERNATIONAL: { description: 'Authentication messages of businesses in other countries.' },
    SERVICE: { description: 'Service messages: answers without a template.' },
  },
});

@InputType({ description: 'Conditions for messages whose costs are told: all hold together.' })
export class CostFilter {
  @Field(() => ID, { nullable: true, description: 'UUID of an account; absent: all that the viewer works with.' })
  accountId?: string | null;
  @Field(() => ID, { nullable: true, description: 'UUID of the BusinessPhoneNumber (ours) that sent.' })
  phoneNumberId?: string | null;
  @Field(() => String, { nullable: true, description: "Category in Meta's words, such as marketing." })
  @Text({ max: 100, optional: true })
  category?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Country of the recipients, by ISO 3166-1 alpha-2, such as DE.',
  })
  @IsCountry()
  country?: string | null;
  @Field(() => ID, { nullable: true, description: 'UUID of a template.' }) templateId?: string | null;
  @Field(() => ID, { nullable: true, description: 'UUID of a broadcast.' }) broadcastId?: string | null;
}

@ArgsType()
export class CostsArgs {
  @Field(() => StatisticsPeriod, { description: 'Days on which Meta took the messages.' }) period: StatisticsPeriod;
  @Field(() => [CostDimensionEnum], {
    defaultValue: [],
    description: 'Dimensions that the rows are told by, in any order; none: one row for all.',
  })
  @ListUpTo(COST_DIMENSIONS.length)
  by: CostDimension[];
  @Field(() => CostFilter, { nullable: true, description: 'Conditions that all hold together; absent: all messages.' })
  filter?: CostFilter | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Currency of ISO 4217, such as EUR; absent: the one that there are rate cards in, else REQUIRED where there are several.',
  })
  @IsOptional()
  @TextLike(/^[A-Za-z]{3}$/, because('CURRENCY_FORM'))
  currency?: string | null;
}

@ObjectType({ description: 'Costs of the messages of a row. Messages that were erased are no longer counted.' })
export class CostRow {
  @Field(() => String, { nullable: true, description: 'Day, such as 2026-11-26; null unless told by DAY.' })
  date: string | null;
  phoneNumberId: string | null;
  templateId: string | null;
  broadcastId: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Category in Meta's words, such as marketing; null unless told by CATEGORY, and where Meta did not say.",
  })
  category: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Country of ISO 3166-1 alpha-2, such as DE; null unless told by COUNTRY, and where it is not known, as of groups.',
  })
  country: string | null;
  @Field(() => Int, { description: 'Messages that Meta has reported a price of, those that are free too.' })
  messages: number;
  @Field(() => Int, { description: 'Messages of those that Meta charges.' }) charged: number;
  @Field(() => Int, {
    description:
      'Messages of those charged that no rate card has a rate for; amount does not hold them. Above 0 it is a lower bound.',
  })
  withoutRate: number;
  @Field(() => String, {
    nullable: true,
    description: `Amount by the list prices of the day, ${AMOUNT}; null without a rate card. Meta's discounts for volume and what is free each month are not taken off: its invoice counts.`,
  })
  amount: string | null;
}

@ObjectType({ description: "Costs of the messages of some days, by Meta's rate cards that were uploaded." })
export class Costs {
  @Field(() => String, {
    nullable: true,
    description: 'Currency of all amounts, such as EUR; null without a rate card.',
  })
  currency: string | null;
  @Field(() => [CostRow], { description: 'Rows: by day the earliest first, then what costs most; 5000 at most.' })
  rows: CostRow[];
  @Field(() => CostRow, { description: 'Sum of all rows.' }) total: CostRow;
}

@ObjectType({ description: 'Rate of one market and category.' })
export class Rate {
  @Field({
    description: "Market: a country's ISO 3166-1 alpha-2, such as DE, or a region of Meta, such as REST_OF_AFRICA.",
  })
  market: string;
  @Field({ description: "Market's name in English, as rate cards have it." }) marketName: string;
  @Field(() => RateCategoryEnum, { description: 'Category that it is the price of.' }) category: RateCategory;
  @Field({ description: `Amount of one message, ${AMOUNT}.` }) amount: string;
}

@ObjectType('RateCard', {
  implements: () => [Node],
  description:
    "Rate card of Meta that was uploaded: list prices of a message by the recipient's market, from a day on.",
})
export class RateCardType extends Node {
  @Field({ description: 'Currency of ISO 4217, such as EUR.' }) currency: string;
  @Field({ description: 'Day from which it counts, such as 2026-10-01, until that of the next one.' })
  effectiveFrom: string;
  @Field(() => DateTimeScalar, { description: 'Time at which it was uploaded.' }) uploadedAt: Date;
  uploadedByUserId: string | null;
}

@InputType({ description: 'Rate card as Meta offers it for download, and from when it counts.' })
export class UploadRateCardInput {
  @Field({
    description:
      'Text of the CSV file: a line for each market, with the columns Market, Currency, Marketing, Utility, Authentication and more; n/a for what is not sold. Lines before the heading are passed over.',
  })
  @Text({ max: MAX_CSV, kind: 'LINES' })
  csv: string;
  @Field({ description: 'Day from which Meta charges by it, such as 2026-10-01.' })
  @Text({ max: 10 })
  effectiveFrom: string;
}

@InputType({ description: 'Rate card that the call is about.' })
export class RateCardIdInput {
  @Field(() => ID, { description: 'UUID of a rate card, else NOT_FOUND.' }) rateCardId: string;
}

@ObjectType({ description: 'Rate card after the call, or the errors that refused it.' })
export class RateCardPayload extends Payload {
  @Field(() => RateCardType, {
    nullable: true,
    description: 'Rate card as it is now; of one that was deleted, as it was. Null where the call was refused.',
  })
  rateCard: RateCardType | null;
}

function enumOf<Name extends string>(names: readonly Name[]): Record<Name, Name> {
  return Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
}
