import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';

const MAX_EXTERNAL_ID_LENGTH = 200;
const MAX_EXTERNAL_IDS = 1_000;

@InputType({ description: 'Contact that the call is about.' })
export class ContactIdInput {
  @Field(() => ID, { description: 'UUID of a contact of an account that the viewer may see, else NOT_FOUND.' })
  contactId: string;
}

@InputType({ description: 'Contact, and what changes: what is not given stays as it is.' })
export class UpdateContactInput extends ContactIdInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Id of the contact in your own system, up to 200 characters; DUPLICATE where another contact of the account has it. Null takes it away; absent: unchanged.',
  })
  @Text({ max: MAX_EXTERNAL_ID_LENGTH, optional: true })
  externalId?: string | null;
}

@InputType({ description: 'Conditions on contacts: all hold together.' })
export class ContactFilter {
  @Field(() => String, {
    nullable: true,
    description:
      'Words in names and numbers, which may be written in any form; a word of one or two letters finds words that begin with it. Blank: everybody; punctuation alone is TOO_SHORT.',
  })
  search?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Ids in your own system (Contact.externalId), up to 1,000; those that nobody has are passed over.',
  })
  @IsOptional()
  @ListUpTo(MAX_EXTERNAL_IDS)
  externalIds?: string[] | null;
}
