import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { searchConnectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { JsonScalar, PhoneNumberScalar } from '../../../common/graphql/scalars.js';
import { OPT_OUT_SOURCES, type OptOutSource } from '../domain/contacts/opt-out-source.js';

const OptOutSourceEnum = Object.fromEntries(OPT_OUT_SOURCES.map((source) => [source, source]));
registerEnumType(OptOutSourceEnum, {
  name: 'OptOutSource',
  description: 'How it became known that a customer wants no marketing.',
  valuesMap: {
    CUSTOMER_WORD: { description: 'They wrote STOP, or a word like it.' },
    WHATSAPP: { description: 'They chose it in the settings of WhatsApp.' },
    DELIVERY: { description: 'Meta refused to deliver a marketing message for this reason.' },
    COLLEAGUE: { description: 'A colleague or a program recorded it here.' },
  },
});

@ObjectType('Contact', {
  implements: () => [Node],
  description:
    "A customer, or a group. Known by Meta's ids: a phone number, a business-scoped user id, or both; either may be missing.",
})
export class ContactType extends Node {
  @Field(() => String, {
    nullable: true,
    description: 'The name that the customer chose on WhatsApp; the subject of a group.',
  })
  profileName: string | null;
  @Field(() => String, { nullable: true, description: "WhatsApp's user name, without @." }) username: string | null;
  @Field(() => PhoneNumberScalar, { nullable: true, description: 'Null for customers who hide it.' }) phoneNumber:
    string | null;
  @Field(() => String, { nullable: true, description: "Meta's form of the number: digits only." }) waId: string | null;
  @Field(() => String, { nullable: true, description: "Meta's business-scoped user id." }) whatsappUserId:
    string | null;
  @Field(() => String, { nullable: true, description: "Meta's id of the group; null of a person." })
  groupId: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's user id in a group of linked business portfolios, where Meta reports one.",
  })
  parentUserId: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Hash of the identity key of the customer, where the check of identities is enabled at Meta.',
  })
  identityKeyHash: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the identity key last changed: another phone, perhaps another person.',
  })
  identityChangedAt: Date | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'What the customer last set in WhatsApp about marketing, as Meta reports it (category, detail, value …).',
  })
  marketingPreference: unknown;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when the customer wants no marketing.' })
  optedOutAt: Date | null;
  @Field(() => OptOutSourceEnum, { nullable: true, description: 'How that became known.' })
  optOutSource: OptOutSource | null;
}

@ObjectType()
export class ContactConnection extends searchConnectionOf(ContactType, 'Contact') {}

@ObjectType()
export class ContactPayload extends Payload {
  @Field(() => ContactType, { nullable: true }) contact: ContactType | null;
}
