import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { searchConnectionOf } from '../../../common/graphql/pagination/connection.js';
import { IS_TOTAL_COUNT_EXACT, TOTAL_COUNT } from '../../../common/graphql/pagination/counted-connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { JsonScalar, PhoneNumberScalar } from '../../../common/graphql/scalars.js';
import { OPT_OUT_SOURCES, type OptOutSource } from '../domain/contacts/opt-out-source.js';

const OptOutSourceEnum = Object.fromEntries(OPT_OUT_SOURCES.map((source) => [source, source]));
registerEnumType(OptOutSourceEnum, {
  name: 'OptOutSource',
  description: 'Source of an opt-out: how it became known that a customer wants no marketing.',
  valuesMap: {
    CUSTOMER_WORD: { description: "Customer's word: STOP, or one like it." },
    WHATSAPP: { description: "Customer's choice in the settings of WhatsApp." },
    DELIVERY: { description: "Meta's refusal to deliver a marketing message for this reason." },
    COLLEAGUE: { description: 'Colleague or program that recorded it here.' },
  },
});

@ObjectType('Contact', {
  implements: () => [Node],
  description:
    "Customer, or a group. Known by Meta's ids: a phone number, a business-scoped user id, or both; either may be missing.",
})
export class ContactType extends Node {
  @Field(() => String, {
    nullable: true,
    description: 'Name that the customer chose on WhatsApp; the subject of a group. Null where Meta told none.',
  })
  profileName: string | null;
  @Field(() => String, { nullable: true, description: 'User name on WhatsApp, without @; null without one.' })
  username: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Name in the address book of the company's phone, where the WhatsApp Business app shares it; null without one.",
  })
  phoneAppName: string | null;
  @Field(() => String, {
    nullable: true,
    description: "First name in the address book of the company's phone; null without one.",
  })
  phoneAppFirstName: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "Time at which the phone's address book last changed for the contact: without a phoneAppName it was removed there. Null: never reported.",
  })
  phoneAppNameAsOf: Date | null;
  @Field(() => PhoneNumberScalar, {
    nullable: true,
    description: 'Phone number of the customer; null for customers who hide it, and for groups.',
  })
  phoneNumber: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's form of the phone number: digits only; null where it is hidden.",
  })
  waId: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's business-scoped user id; null where Meta has told none.",
  })
  whatsappUserId: string | null;
  @Field(() => String, { nullable: true, description: "Meta's id of the group; null of a person." })
  groupId: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Id of the contact in your own system, unique in the account; null without one. See updateContact.',
  })
  externalId: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's user id in a group of linked business portfolios, where Meta reports one; else null.",
  })
  parentUserId: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Hash of the identity key of the customer, where the check of identities is enabled at Meta; else null.',
  })
  identityKeyHash: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time at which the identity key last changed: another phone, perhaps another person. Null: never, or not known.',
  })
  identityChangedAt: Date | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      "Customer's choice about marketing in WhatsApp, as Meta last reported it (category, detail, value …); null: none reported.",
  })
  marketingPreference: unknown;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time since which the customer wants no marketing; null: no opt-out is known.',
  })
  optedOutAt: Date | null;
  @Field(() => OptOutSourceEnum, {
    nullable: true,
    description: 'Source of the opt-out: how it became known; null where there is none.',
  })
  optOutSource: OptOutSource | null;
}

@ObjectType({ description: 'Page of contacts, newest first.' })
export class ContactConnection extends searchConnectionOf(ContactType, 'Contact') {
  @Field(() => Int, {
    ...TOTAL_COUNT,
    description: `${TOTAL_COUNT.description} Null with a search, which answers in time and counts nobody.`,
    nullable: true,
  })
  totalCount?: number | null;
  @Field(() => Boolean, {
    ...IS_TOTAL_COUNT_EXACT,
    description: `${IS_TOTAL_COUNT_EXACT.description} Null with a search.`,
    nullable: true,
  })
  isTotalCountExact?: boolean | null;
}

@ObjectType({ description: 'Contact after the call, or the errors that refused it.' })
export class ContactPayload extends Payload {
  @Field(() => ContactType, { description: 'Contact as it is now; null where the call was refused.', nullable: true })
  contact: ContactType | null;
}
