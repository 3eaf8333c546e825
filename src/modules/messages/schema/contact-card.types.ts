import { Field, ObjectType } from '@nestjs/graphql';
import type { ContactCard as StoredCard } from '../../../whatsapp/webhooks/inbound/inbound-content.types.js';

@ObjectType({ description: 'Phone number on a card of an address book.' })
export class ContactCardPhone {
  @Field(() => String, {
    nullable: true,
    description: 'Phone number as it was written; null where Meta has only waId.',
  })
  number: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Kind of number, in Meta's words: CELL, HOME, WORK …; null without one.",
  })
  type: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's form of the number, digits only; null: not on WhatsApp.",
  })
  waId: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's business-scoped user id of whoever has the number; null where Meta tells none.",
  })
  userId: string | null;
}

@ObjectType({ description: 'E-mail address on a card.' })
export class ContactCardEmail {
  @Field({ description: 'E-mail address as it was written; it need not be a valid one.' }) address: string;
  @Field(() => String, {
    nullable: true,
    description: "Kind of address, in Meta's words: HOME, WORK …; null without one.",
  })
  type: string | null;
}

@ObjectType({ description: 'Web address on a card.' })
export class ContactCardUrl {
  @Field({ description: 'Web address as it was written; it need not be a valid one.' }) url: string;
  @Field(() => String, {
    nullable: true,
    description: "Kind of address, in Meta's words: HOME, WORK …; null without one.",
  })
  type: string | null;
}

@ObjectType({ description: 'Account at another messenger, on a card.' })
export class ContactCardMessenger {
  @Field(() => String, { nullable: true, description: 'Messenger, such as AIM; null where the card does not say.' })
  service: string | null;
  @Field(() => String, { nullable: true, description: 'Name of the account there; null where the card does not say.' })
  userId: string | null;
}

@ObjectType({ description: 'Postal address on a card, as it was written; null where it says nothing.' })
export class ContactCardAddress {
  @Field(() => String, { nullable: true, description: 'Street and house number.' }) street: string | null;
  @Field(() => String, { nullable: true, description: 'Town or city.' }) city: string | null;
  @Field(() => String, { nullable: true, description: 'State or province.' }) state: string | null;
  @Field(() => String, { nullable: true, description: 'Postal code as it was written.' }) zip: string | null;
  @Field(() => String, { nullable: true, description: 'Country in words.' }) country: string | null;
  @Field(() => String, { nullable: true, description: 'Country as ISO 3166 alpha-2.' }) countryCode: string | null;
  @Field(() => String, { nullable: true, description: "Kind of address, in Meta's words: HOME, WORK …" })
  type: string | null;
}

@ObjectType({
  description: 'Contact card of an address book, as it was sent. What the card does not say is null, or an empty list.',
})
export class ContactCard {
  @Field({ description: 'Whole name; where there is none, first and last name, or the first number.' })
  formattedName: string;
  @Field(() => String, { nullable: true, description: 'First name of the person.' }) firstName: string | null;
  @Field(() => String, { nullable: true, description: 'Middle name of the person.' }) middleName: string | null;
  @Field(() => String, { nullable: true, description: 'Last name of the person.' }) lastName: string | null;
  @Field(() => String, { nullable: true, description: 'Prefix before the name, such as Dr.' }) prefix: string | null;
  @Field(() => String, { nullable: true, description: 'Suffix after the name, such as Jr.' }) suffix: string | null;
  @Field(() => String, { nullable: true, description: 'Birthday as it was written, as a rule YYYY-MM-DD.' })
  birthday: string | null;
  @Field(() => [String], { description: 'Phone numbers alone, as they were written.' }) phones: string[];
  @Field(() => [String], { description: 'E-mail addresses alone, as they were written.' }) emails: string[];
  @Field(() => [ContactCardPhone], { description: 'Phone numbers, with all that Meta reports of each.' })
  phoneNumbers: ContactCardPhone[];
  @Field(() => [ContactCardEmail], { description: 'E-mail addresses, with the kind of each.' })
  emailAddresses: ContactCardEmail[];
  @Field(() => [ContactCardUrl], { description: 'Web addresses on the card.' }) urls: ContactCardUrl[];
  @Field(() => [ContactCardMessenger], { description: 'Accounts at other messengers (ims).' })
  messengers: ContactCardMessenger[];
  @Field(() => [ContactCardAddress], { description: 'Postal addresses on the card.' }) addresses: ContactCardAddress[];
  @Field(() => String, { nullable: true, description: 'Company of the person.' }) organization: string | null;
  @Field(() => String, { nullable: true, description: 'Department of the company.' }) department: string | null;
  @Field(() => String, { nullable: true, description: 'Title in the company, such as Lead Counsel.' })
  jobTitle: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Origin of the card, in Meta's words: contact_request is the customer's own, asked for by us.",
  })
  origin: string | null;
  @Field(() => String, { nullable: true, description: 'Card as a vCard, where Meta passes it on.' })
  vcard: string | null;
}

/** A stored card with all its parts. Cards that were sent, or stored before their parts were kept, have few. */
export function contactCardOf({ parts, ...card }: StoredCard): ContactCard {
  return {
    middleName: null,
    lastName: null,
    prefix: null,
    suffix: null,
    birthday: null,
    department: null,
    jobTitle: null,
    origin: null,
    vcard: null,
    phoneNumbers: card.phones.map((number) => ({ number, type: null, waId: null, userId: null })),
    emailAddresses: card.emails.map((address) => ({ address, type: null })),
    urls: [],
    messengers: [],
    addresses: [],
    ...parts,
    ...card,
  };
}
