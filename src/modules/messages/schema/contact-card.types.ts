import { Field, ObjectType } from '@nestjs/graphql';
import type { ContactCard as StoredCard } from '../../../whatsapp/webhooks/inbound/inbound-content.types.js';

@ObjectType({ description: 'A number on a card of an address book.' })
export class ContactCardPhone {
  @Field(() => String, { nullable: true, description: 'The number as it was written; null where Meta has only waId.' })
  number: string | null;
  @Field(() => String, {
    nullable: true,
    description: "What kind of number it is, in Meta's words: CELL, HOME, WORK …",
  })
  type: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's form of the number, digits only; null: not on WhatsApp.",
  })
  waId: string | null;
  @Field(() => String, { nullable: true, description: "Meta's business-scoped user id of whoever has the number." })
  userId: string | null;
}

@ObjectType({ description: 'An e-mail address on a card.' })
export class ContactCardEmail {
  @Field({ description: 'The address as it was written.' }) address: string;
  @Field(() => String, { nullable: true, description: "What kind of address it is, in Meta's words: HOME, WORK …" })
  type: string | null;
}

@ObjectType({ description: 'A web address on a card.' })
export class ContactCardUrl {
  @Field({ description: 'The address as it was written; it need not be a valid one.' }) url: string;
  @Field(() => String, { nullable: true, description: "What kind of address it is, in Meta's words: HOME, WORK …" })
  type: string | null;
}

@ObjectType({ description: 'An account at another messenger, on a card.' })
export class ContactCardMessenger {
  @Field(() => String, { nullable: true, description: 'The messenger, such as AIM.' }) service: string | null;
  @Field(() => String, { nullable: true, description: 'The name of the account there.' }) userId: string | null;
}

@ObjectType({ description: 'A postal address on a card, as it was written.' })
export class ContactCardAddress {
  @Field(() => String, { nullable: true, description: 'Street and house number.' }) street: string | null;
  @Field(() => String, { nullable: true, description: 'Town or city.' }) city: string | null;
  @Field(() => String, { nullable: true, description: 'State or province.' }) state: string | null;
  @Field(() => String, { nullable: true, description: 'Postal code.' }) zip: string | null;
  @Field(() => String, { nullable: true, description: 'Country in words.' }) country: string | null;
  @Field(() => String, { nullable: true, description: 'Country as ISO 3166 alpha-2.' }) countryCode: string | null;
  @Field(() => String, { nullable: true, description: "What kind of address it is, in Meta's words: HOME, WORK …" })
  type: string | null;
}

@ObjectType({ description: 'A card of an address book.' })
export class ContactCard {
  @Field({ description: 'The whole name; where there is none, first and last name, or the first number.' })
  formattedName: string;
  @Field(() => String, { nullable: true, description: 'First name.' }) firstName: string | null;
  @Field(() => String, { nullable: true, description: 'Middle name.' }) middleName: string | null;
  @Field(() => String, { nullable: true, description: 'Last name.' }) lastName: string | null;
  @Field(() => String, { nullable: true, description: 'What stands before the name, such as Dr.' }) prefix:
    string | null;
  @Field(() => String, { nullable: true, description: 'What stands after the name, such as Jr.' }) suffix:
    string | null;
  @Field(() => String, { nullable: true, description: 'Birthday as it was written, as a rule YYYY-MM-DD.' })
  birthday: string | null;
  @Field(() => [String], { description: 'As they were written.' }) phones: string[];
  @Field(() => [String], { description: 'As they were written.' }) emails: string[];
  @Field(() => [ContactCardPhone], { description: 'The same as phones, with all that Meta reports of each.' })
  phoneNumbers: ContactCardPhone[];
  @Field(() => [ContactCardEmail], { description: 'The same as emails, with the kind of each.' })
  emailAddresses: ContactCardEmail[];
  @Field(() => [ContactCardUrl], { description: 'Web addresses.' }) urls: ContactCardUrl[];
  @Field(() => [ContactCardMessenger], { description: 'Accounts at other messengers (ims).' })
  messengers: ContactCardMessenger[];
  @Field(() => [ContactCardAddress], { description: 'Postal addresses.' }) addresses: ContactCardAddress[];
  @Field(() => String, { nullable: true, description: 'Company.' }) organization: string | null;
  @Field(() => String, { nullable: true, description: 'Department of the company.' }) department: string | null;
  @Field(() => String, { nullable: true, description: 'Title in the company, such as Lead Counsel.' })
  jobTitle: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Where the card comes from, in Meta's words: contact_request is the customer's own, asked for by us.",
  })
  origin: string | null;
  @Field(() => String, { nullable: true, description: 'The card as a vCard, where Meta passes it on.' })
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
