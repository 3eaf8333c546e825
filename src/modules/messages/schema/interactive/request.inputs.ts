import { Field, InputType, Int } from '@nestjs/graphql';
import { TextField } from '../../../../common/graphql/texts/text-rule.js';
import type { AddressField } from '../../../../whatsapp/messages/interactive/interactive-content.js';
import { AddressFieldEnum } from './interactive-enums.js';

@InputType({ description: 'Question whether the customer may be called; the answer is a ReplyContent.' })
export class OutgoingCallPermissionRequestInput {
  @Field(() => String, { nullable: true, description: 'Text of up to 1,024 characters that says why.' })
  @TextField('CONTENT')
  body?: string | null;
}

@InputType({ description: 'Button by which the customer calls the business on WhatsApp.' })
export class OutgoingCallButtonInput {
  @Field({ description: 'Text of up to 1,024 characters.' }) @TextField('CONTENT') body: string;
  @Field(() => String, { nullable: true, description: 'Label of up to 20 characters. Absent: WhatsApp’s own.' })
  @TextField('CONTENT')
  label?: string | null;
  @Field(() => Int, { nullable: true, description: 'Minutes for which it works: 1 to 43,200; 10,080 unless given.' })
  ttlMinutes?: number | null;
  @Field(() => String, { nullable: true, description: 'Text of up to 512 characters that comes back with the call.' })
  payload?: string | null;
}

@InputType({ description: 'Question for the customer’s phone number; the answer is a contact card.' })
export class OutgoingContactRequestInput {
  @Field({ description: 'Text of up to 1,024 characters that says why.' }) @TextField('CONTENT') body: string;
}

@InputType({ description: 'Field of an address, and what stands in it.' })
export class AddressEntryInput {
  @Field(() => AddressFieldEnum, { description: 'Field of the form.' }) field: AddressField;
  @Field({ description: 'Text of the field; of a problem, what is wrong with it.' })
  @TextField('CONTENT')
  value: string;
}

@InputType({ description: 'Address that the customer may choose instead of writing one.' })
export class SavedAddressInput {
  @Field({ description: 'Id of the address in your system; it comes back when it is chosen.' }) addressId: string;
  @Field(() => [AddressEntryInput], { description: 'Fields of the address.' }) values: AddressEntryInput[];
}

@InputType({ description: 'Form for a postal address (India and Singapore); the answer is a ReplyContent.' })
export class OutgoingAddressRequestInput {
  @Field({ description: 'Text of up to 1,024 characters.' }) @TextField('CONTENT') body: string;
  @Field(() => String, { nullable: true, description: 'Text above the body, up to 60 characters.' })
  @TextField('CONTENT')
  header?: string | null;
  @Field(() => String, { nullable: true, description: 'Small text below, up to 60 characters.' })
  @TextField('CONTENT')
  footer?: string | null;
  @Field({ description: 'Country of the address: IN or SG.' }) country: string;
  @Field(() => [AddressEntryInput], { nullable: true, description: 'Values that stand in the form already.' })
  values?: AddressEntryInput[] | null;
  @Field(() => [SavedAddressInput], { nullable: true, description: 'Addresses that may be chosen.' })
  savedAddresses?: SavedAddressInput[] | null;
  @Field(() => [AddressEntryInput], {
    nullable: true,
    description: 'Problems with what the customer filled in before: the form is shown again, with these sentences.',
  })
  problems?: AddressEntryInput[] | null;
}
