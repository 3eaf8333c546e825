import { Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import type { EntryWithProblems } from '../../../common/graphql/texts/read-arguments.js';
import { EntriesByThemselves, TextField } from '../../../common/graphql/texts/text-rule.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import { VariableValueInput } from '../../templates/schema/template.inputs.js';
import { TemplateGoodsFields } from './template-goods.inputs.js';

const MAX_RECIPIENTS = 100;
const MAX_NOTE_LENGTH = 4_096;

@InputType({ description: 'Location to be sent.' })
export class LocationInput {
  @Field(() => Float, { description: 'Latitude in degrees, -90 to 90.' }) latitude: number;
  @Field(() => Float, { description: 'Longitude in degrees, -180 to 180.' }) longitude: number;
  @Field(() => String, { description: 'Name of the place.', nullable: true }) @TextField('CONTENT') name?:
    string | null;
  @Field(() => String, { description: 'Address in words.', nullable: true }) @TextField('CONTENT') address?:
    string | null;
}

@InputType({ description: 'Section of products in a message.' })
export class ProductSectionInput {
  @Field(() => String, { description: 'Title of the section; needed where there are several.', nullable: true })
  title?: string | null;
  @Field(() => [String], { description: "Meta's product_retailer_id of each product, in order." })
  productRetailerIds: string[];
}

@InputType({ description: 'Payload of a quick reply of a template: it comes back when the button is tapped.' })
export class QuickReplyPayloadInput {
  @Field(() => Int, { description: 'Position of the button, from 0, in the template or on the card.' })
  buttonIndex: number;
  @Field(() => Int, { nullable: true, description: 'Position of the card, from 0. Absent: no button of a card.' })
  cardIndex?: number | null;
  @Field({ description: 'Text of up to 256 characters; without one, the label comes back.' }) payload: string;
}

/** What may be given when a template is sent, whoever gets it. */
@InputType({ isAbstract: true })
export abstract class TemplateFillingInput extends TemplateGoodsFields {
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of a stored record of the model that the template applies to.',
  })
  recordId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Id of such a record in your system (DataRecord.externalId), instead of ours.',
  })
  recordExternalId?: string | null;
  @Field(() => [VariableValueInput], {
    nullable: true,
    description: 'Values instead of what placeholders are bound to; VARIABLE_MISSING where one stays empty.',
  })
  @IsOptional()
  @ListUpTo(200)
  @Type(() => VariableValueInput)
  values?: VariableValueInput[] | null;
  @Field(() => ID, { nullable: true, description: "UUID of a file for the header, instead of the template's sample." })
  mediaId?: string | null;
  @Field(() => LocationInput, {
    nullable: true,
    description: 'Location for a location header, instead of its variables.',
  })
  @Type(() => LocationInput)
  location?: LocationInput | null;
  @Field(() => [ID], { nullable: true, description: 'UUIDs of files for a carousel: one for each card, in order.' })
  cardMediaIds?: string[] | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'End of a limited-time offer.' })
  offerExpiresAt?: Date | null;
  @Field(() => [ProductSectionInput], {
    nullable: true,
    description: 'Sections of products for a multi-product button.',
  })
  @Type(() => ProductSectionInput)
  productSections?: ProductSectionInput[] | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's product_retailer_id of the product that a catalogue or multi-product button shows.",
  })
  thumbnailProductRetailerId?: string | null;
  @Field(() => [QuickReplyPayloadInput], {
    nullable: true,
    description: 'Payloads of quick replies, instead of their labels; those of cards too.',
  })
  @IsOptional()
  @ListUpTo(100)
  @Type(() => QuickReplyPayloadInput)
  quickReplyPayloads?: QuickReplyPayloadInput[] | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Values for the first screen of the Flow that a button opens, as a JSON object (flow_action_data).',
  })
  flowData?: unknown;
}

@InputType({
  description:
    'Recipient: a stored record (by our id or by yours), a record given inline, a contact (by our id or by yours), or a plain phone number. With a record, the phone field tells whom it goes to, unless a contact or a number is given too.',
})
export class RecipientInput extends TemplateFillingInput implements EntryWithProblems {
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Values by field key of the model that the template applies to.',
  })
  record?: unknown;
  @Field(() => ID, { description: 'UUID of a contact of the account, else NOT_FOUND.', nullable: true }) contactId?:
    string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Id of such a contact in your system (Contact.externalId), instead of ours; else NOT_FOUND.',
  })
  externalId?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Phone number with + or 00 and its country code, else read in the default country of the account; see checkPhoneNumbers.',
  })
  @TextField('NAME')
  phoneNumber?: string | null;
  textProblems?: Problem[] | null;
}

@InputType({ description: 'Template within a conversation: it goes to its contact.' })
export class OutgoingTemplateInput extends TemplateFillingInput {
  @Field(() => ID, {
    description: 'UUID of a template that the viewer may send, else NOT_FOUND or TEMPLATE_NOT_PERMITTED.',
  })
  templateId: string;
}

@InputType({ description: 'Template for one to 100 recipients; more is a broadcast.' })
export class SendTemplateInput {
  @Field(() => ID, {
    nullable: true,
    description:
      "Key of the caller's choice: the same key and input again gives the same answer, and nothing is sent twice. CONFLICT with other input. Absent: the header Idempotency-Key, else REQUIRED.",
  })
  @Text({ max: 200 })
  idempotencyKey: string;
  @Field(() => ID, {
    description: 'UUID of a template that the viewer may send, else NOT_FOUND or TEMPLATE_NOT_PERMITTED.',
  })
  templateId: string;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the BusinessPhoneNumber (ours) that sends; needed where the account has several.',
  })
  phoneNumberId?: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time at which it is sent, at most 90 days ahead; INVALID_INPUT where it has passed. What each one reads is filled in now. Who wants no marketing any more when it has come gets none: FAILED (131050). Absent: at once.',
  })
  sendAt?: Date | null;
  @Field(() => [RecipientInput], { description: 'Recipients, 1 to 100.' })
  @EntriesByThemselves()
  @ListUpTo(MAX_RECIPIENTS)
  @ValidateNested({ each: true })
  @Type(() => RecipientInput)
  recipients: RecipientInput[];
}

@InputType({ description: 'Conversation, and how far the viewer has read it.' })
export class MarkConversationReadInput {
  @Field(() => ID, { description: 'UUID of a conversation that the viewer may see, else NOT_FOUND.' })
  conversationId: string;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the last message that was read. Absent: everything that is there now.',
  })
  upToMessageId?: string | null;
}

@InputType({ description: 'Note for a conversation.' })
export class AddNoteInput {
  @Field(() => ID, { description: 'UUID of a conversation that the viewer may see, else NOT_FOUND.' })
  conversationId: string;
  @Field({ description: 'Text of the note: 1 to 4,096 characters.' })
  @Text({ max: MAX_NOTE_LENGTH, kind: 'CONTENT' })
  body: string;
  @Field(() => ID, {
    nullable: true,
    description:
      "Key of the caller's choice, as for sendMessage: with the same key the note is written once. Absent: each call writes one.",
  })
  @IsOptional()
  @Text({ max: 200 })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Message, and how to react to it.' })
export class ReactToMessageInput {
  @Field(() => ID, {
    nullable: true,
    description: "Key of the caller's choice, as for sendMessage. Absent: the header Idempotency-Key, else REQUIRED.",
  })
  @Text({ max: 200 })
  idempotencyKey: string;
  @Field(() => ID, { description: 'UUID of a message that the viewer may see, else NOT_FOUND.' }) messageId: string;
  @Field(() => String, { nullable: true, description: 'Emoji, one of them. Null or empty takes the reaction back.' })
  emoji?: string | null;
}

@InputType({ description: 'File that the call is about.' })
export class MediaIdInput {
  @Field(() => ID, { description: 'UUID of a file that the viewer may see, else NOT_FOUND.' }) mediaId: string;
}

@InputType({ description: 'Message that the call is about.' })
export class MessageIdInput {
  @Field(() => ID, { description: 'UUID of a message in a conversation that the viewer may see, else NOT_FOUND.' })
  messageId: string;
}
