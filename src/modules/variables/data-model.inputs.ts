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

export const MAX_RECORDS = 1_000;
const KEY = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const KEY_RULE = 'A key begins with a letter and has up to 64 letters, digits and underscores.';

@InputType()
export class DataFieldInput {
  @Field() @TextLike(KEY, KEY_RULE) key: string;
  @Field() @Text({ max: 200, kind: 'NAME' }) label: string;
  @Field(() => DataFieldTypeEnum) type: DataFieldType;
  @Field(() => String, { nullable: true, description: 'Key of the model that a RELATION leads to.' })
  relatesTo?: string | null;
}

@InputType()
export class UpsertDataModelInput {
  @Field({ description: 'A model with this key is changed; without one it is made.' })
  @TextLike(KEY, KEY_RULE)
  key: string;
  @Field() @Text({ max: 200, kind: 'NAME' }) label: string;
  @Field(() => [DataFieldInput], { description: 'All its fields, up to 200: what is not listed is gone.' })
  @ListUpTo(200)
  @ValidateNested({ each: true })
  @Type(() => DataFieldInput)
  fields: DataFieldInput[];
  @Field(() => [ID], {
    nullable: true,
    description:
      'Accounts whose people and templates may use it, up to 1,000; an empty list: all. Not given: as it was, or, of a new one, the accounts of whoever makes it.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
}

@InputType()
export class DataModelIdInput {
  @Field(() => ID) dataModelId: string;
}

@InputType({
  description: 'values: by field key; a relation is the other record’s externalId; money is { amount, currency }.',
})
export class RecordInput implements EntryWithProblems {
  @Field({ description: 'Its id in your system, up to 200 characters.' }) externalId: string;
  @Field(() => JsonScalar, { description: 'All its values: what is not given is empty.' }) values: unknown;
  @Field(() => String, { nullable: true, description: 'Where customers find it, for variables of PORTAL_LINK.' })
  portalUrl?: string | null;
  textProblems?: Problem[] | null;
}

@InputType()
export class UpsertRecordsInput {
  @Field(() => ID) modelId: string;
  @Field(() => [RecordInput], { description: '1 to 1,000.' })
  @EntriesByThemselves()
  @ListUpTo(MAX_RECORDS)
  @Type(() => RecordInput)
  records: RecordInput[];
  @Field(() => String, {
    nullable: true,
    description:
      'ISO 3166-1 alpha-2, such as DE: values of PHONE fields without + or 00 are read in this country. Absent: in that of the setting DEFAULT_COUNTRY; without one they are refused.',
  })
  @IsCountry()
  defaultCountry?: string | null;
}

@InputType()
export class DeleteRecordsInput {
  @Field(() => ID) modelId: string;
  @Field(() => [String], { description: 'Up to 1,000; those that do not exist are passed over.' })
  @ListUpTo(MAX_RECORDS)
  externalIds: string[];
}
