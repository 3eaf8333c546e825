import { Field, Float, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import type { EntryWithProblems } from '../../../common/graphql/texts/read-arguments.js';
import { EntriesByThemselves, TextField } from '../../../common/graphql/texts/text-rule.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import { VariableValueInput } from '../../templates/schema/template.inputs.js';

const MAX_RECIPIENTS = 100;
const MAX_NOTE_LENGTH = 4_096;

@InputType()
export class LocationInput {
  @Field(() => Float, { description: '-90 to 90.' }) latitude: number;
  @Field(() => Float, { description: '-180 to 180.' }) longitude: number;
  @Field(() => String, { nullable: true }) @TextField('CONTENT') name?: string | null;
  @Field(() => String, { nullable: true }) @TextField('CONTENT') address?: string | null;
}

@InputType()
export class ProductSectionInput {
  @Field(() => String, { nullable: true }) title?: string | null;
  @Field(() => [String], { description: "Meta's product_retailer_id of each." }) productRetailerIds: string[];
}

/** What may be given when a template is sent, whoever gets it. */
@InputType({ isAbstract: true })
export abstract class TemplateFillingInput {
  @Field(() => ID, { nullable: true, description: 'A stored record of the model that the template applies to.' })
  recordId?: string | null;
  @Field(() => [VariableValueInput], { nullable: true, description: 'Instead of what placeholders are bound to.' })
  @IsOptional()
  @ListUpTo(200)
  @Type(() => VariableValueInput)
  values?: VariableValueInput[] | null;
  @Field(() => ID, { nullable: true, description: "For the header, instead of the template's sample." })
  mediaId?: string | null;
  @Field(() => LocationInput, { nullable: true, description: 'For a location header, instead of its variables.' })
  @Type(() => LocationInput)
  location?: LocationInput | null;
  @Field(() => [ID], { nullable: true, description: 'For a carousel: a file for each card.' })
  cardMediaIds?: string[] | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'For a limited-time offer.' })
  offerExpiresAt?: Date | null;
  @Field(() => [ProductSectionInput], { nullable: true, description: 'For a multi-product button.' })
  @Type(() => ProductSectionInput)
  productSections?: ProductSectionInput[] | null;
  @Field(() => String, { nullable: true, description: 'For a catalogue or multi-product button: the product shown.' })
  thumbnailProductRetailerId?: string | null;
}

@InputType({
  description:
    'A stored record, a record given inline, a contact, or a plain phone number. With a record, the phone field tells whom it goes to, unless a contact or a number is given too.',
})
export class RecipientInput extends TemplateFillingInput implements EntryWithProblems {
  @Field(() => JsonScalar, { nullable: true, description: 'Values by field key.' })
  record?: unknown;
  @Field(() => ID, { nullable: true }) contactId?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'With + or 00 and its country code, else read in the default country of the account; see checkPhoneNumbers.',
  })
  @TextField('NAME')
  phoneNumber?: string | null;
  textProblems?: Problem[] | null;
}

@InputType({ description: 'A template within a conversation: it goes to its contact.' })
export class OutgoingTemplateInput extends TemplateFillingInput {
  @Field(() => ID) templateId: string;
}

@InputType({ description: 'One to 100 recipients; more is a broadcast.' })
export class SendTemplateInput {
  @Field(() => ID, {
    description: 'Yours to choose: the same key and input again gives the same answer, and nothing is sent twice.',
  })
  @Text({ max: 200 })
  idempotencyKey: string;
  @Field(() => ID) templateId: string;
  @Field(() => ID, { nullable: true, description: 'The number that sends; needed where the account has several.' })
  phoneNumberId?: string | null;
  @Field(() => [RecipientInput])
  @EntriesByThemselves()
  @ListUpTo(MAX_RECIPIENTS)
  @ValidateNested({ each: true })
  @Type(() => RecipientInput)
  recipients: RecipientInput[];
}

@InputType()
export class MarkConversationReadInput {
  @Field(() => ID) conversationId: string;
  @Field(() => ID, { nullable: true, description: 'Absent: everything that is there now.' })
  upToMessageId?: string | null;
}

@InputType()
export class AddNoteInput {
  @Field(() => ID) conversationId: string;
  @Field({ description: '1 to 4,096 characters.' }) @Text({ max: MAX_NOTE_LENGTH, kind: 'CONTENT' }) body: string;
  @Field(() => ID, {
    nullable: true,
    description:
      'Yours to choose, as for sendMessage: with the same key the note is written once. Absent: each call writes one.',
  })
  @IsOptional()
  @Text({ max: 200 })
  idempotencyKey?: string | null;
}

@InputType()
export class ReactToMessageInput {
  @Field(() => ID, { description: 'Yours to choose, as for sendMessage.' }) @Text({ max: 200 }) idempotencyKey: string;
  @Field(() => ID) messageId: string;
  @Field(() => String, { nullable: true, description: 'One emoji. Null or empty takes the reaction back.' })
  emoji?: string | null;
}

@InputType()
export class MediaIdInput {
  @Field(() => ID) mediaId: string;
}

@InputType()
export class MessageIdInput {
  @Field(() => ID) messageId: string;
}
