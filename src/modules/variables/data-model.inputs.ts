import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { IsCountry, ListUpTo, Text, TextLike } from '../../common/graphql/input-checks.js';
import { JsonScalar } from '../../common/graphql/scalars.js';
import type { EntryWithProblems } from '../../common/graphql/texts/read-arguments.js';
import { EntriesByThemselves } from '../../common/graphql/texts/text-rule.js';
import type { Problem } from '../../common/errors/domain-error.js';
import { DataFieldTypeEnum } from './data-model.types.js';
import type { DataFieldType } from './domain/data-model.js';
import { because } from '../../common/errors/because.js';

export const MAX_RECORDS = 1_000;
const KEY = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const KEY_RULE = because('KEY_FORM');

@InputType({ description: 'Field of a data model, as it is to be.' })
export class DataFieldInput {
  @Field({
    description:
      'Key of the field: begins with a letter, up to 64 letters, digits and underscores; unique in its model.',
  })
  @TextLike(KEY, KEY_RULE)
  key: string;
  @Field({ description: 'Label that people read.' }) @Text({ max: 200, kind: 'NAME' }) label: string;
  @Field(() => DataFieldTypeEnum, { description: "Type of the field's values." }) type: DataFieldType;
  @Field(() => String, {
    nullable: true,
    description: 'Key of the model that a RELATION leads to; absent for other types.',
  })
  relatesTo?: string | null;
}

@InputType({ description: 'Data model, as it is to be.' })
export class UpsertDataModelInput {
  @Field({
    description:
      'Key of the model: begins with a letter, up to 64 letters, digits and underscores. A model with this key is changed; without one it is made.',
  })
  @TextLike(KEY, KEY_RULE)
  key: string;
  @Field({ description: 'Label that people read.' }) @Text({ max: 200, kind: 'NAME' }) label: string;
  @Field(() => [DataFieldInput], {
    description: 'Fields of the model, all of them, up to 200: what is not listed is gone.',
  })
  @ListUpTo(200)
  @ValidateNested({ each: true })
  @Type(() => DataFieldInput)
  fields: DataFieldInput[];
  @Field(() => [ID], {
    nullable: true,
    description:
      'UUIDs of the accounts whose people and templates may use the model, up to 1,000; an empty list: all. Not given: as it was, or, of a new one, the accounts of whoever makes it.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
}

@InputType({ description: 'Data model that the call is about.' })
export class DataModelIdInput {
  @Field(() => ID, { description: 'UUID of a data model that the viewer may use, else NOT_FOUND.' })
  dataModelId: string;
}

@InputType({
  description: 'Record to be stored.',
})
export class RecordInput implements EntryWithProblems {
  @Field({ description: 'Id of the record in your system, up to 200 characters.' }) externalId: string;
  @Field(() => JsonScalar, {
    description:
      'Values by field key, all of them: what is not given is empty. A relation is the other record’s externalId; money is { amount, currency }.',
  })
  values: unknown;
  @Field(() => String, {
    nullable: true,
    description: 'Page where customers find the record, for variables of PORTAL_LINK.',
  })
  portalUrl?: string | null;
  textProblems?: Problem[] | null;
}

@InputType({ description: 'Data model, and records to be stored.' })
export class UpsertRecordsInput {
  @Field(() => ID, { description: 'UUID of the data model, else NOT_FOUND.' }) modelId: string;
  @Field(() => [RecordInput], { description: 'Records, 1 to 1,000.' })
  @EntriesByThemselves()
  @ListUpTo(MAX_RECORDS)
  @Type(() => RecordInput)
  records: RecordInput[];
  @Field(() => String, {
    nullable: true,
    description:
      'Country by ISO 3166-1 alpha-2, such as DE: values of PHONE fields without + or 00 are read in this country. Absent: in that of the setting DEFAULT_COUNTRY; without one they are refused.',
  })
  @IsCountry()
  defaultCountry?: string | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of the message whose events led your program to this write, such as a reply: rules that send because of it know that they are in a row, which ends after three.',
  })
  causedByMessageId?: string | null;
}

@InputType({ description: 'Records to be deleted.' })
export class DeleteRecordsInput {
  @Field(() => ID, { description: 'UUID of the data model, else NOT_FOUND.' }) modelId: string;
  @Field(() => [String], { description: 'External ids, up to 1,000; those that do not exist are passed over.' })
  @ListUpTo(MAX_RECORDS)
  externalIds: string[];
}

@InputType({ description: 'Conditions on records: all hold together.' })
export class DataRecordFilter {
  @Field(() => String, {
    nullable: true,
    description:
      'Words in labels, external ids and phone numbers, which may be written in any form. Blank: every record.',
  })
  search?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Ids of records in your system, up to 1,000: those of them that are there.',
  })
  @IsOptional()
  @ListUpTo(MAX_RECORDS)
  externalIds?: string[] | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Conditions on values by field key, or by relation and field such as customer.city: a value, or comparisons such as { "total": { "gte": 100 } } of eq, ne, in, gt, gte, lt, lte, contains, startsWith and isEmpty. All hold together.',
  })
  where?: unknown;
}
