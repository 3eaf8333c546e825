import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { connectionOf } from '../../common/graphql/pagination/connection.js';
import { Node } from '../../common/graphql/pagination/node.type.js';
import { Payload } from '../../common/graphql/errors/payload.js';
import { JsonScalar, UrlScalar } from '../../common/graphql/scalars.js';
import { UserError } from '../../common/graphql/errors/user-error.types.js';
import type { Problem } from '../../common/errors/domain-error.js';
import { DATA_FIELD_TYPES, type DataFieldType } from './domain/data-model.js';
import type { RecordValues } from './domain/record-values.js';

export const DataFieldTypeEnum = Object.fromEntries(DATA_FIELD_TYPES.map((type) => [type, type]));
registerEnumType(DataFieldTypeEnum, {
  name: 'DataFieldType',
  valuesMap: {
    TEXT: { description: 'A text; line breaks become commas when it is sent.' },
    NUMBER: { description: 'A number, or a decimal text such as "1234.50", which keeps every digit.' },
    MONEY: { description: '{ amount, currency }, with the currency in ISO 4217.' },
    BOOLEAN: { description: 'true or false.' },
    DATE: { description: 'Such as "2026-11-24".' },
    DATETIME: { description: 'With its offset, such as "2026-11-24T17:30:00+01:00"; shown as that clock shows it.' },
    PHONE: { description: 'With its country code; kept as E.164.' },
    EMAIL: { description: 'An e-mail address.' },
    URL: { description: 'Begins with https:// or http://.' },
    RELATION: { description: "The other record's externalId; that record may come later." },
  },
});

@ObjectType('DataField')
export class DataFieldOutput {
  @Field() key: string;
  @Field() label: string;
  @Field(() => DataFieldTypeEnum) type: DataFieldType;
  relatesTo: string | null;
}

@ObjectType('DataModel', {
  implements: () => [Node],
  description: 'A kind of business record, such as a contact, a quotation, an invoice or a ticket.',
})
export class DataModelType extends Node {
  @Field({ description: 'Yours to choose, such as invoice.' }) key: string;
  @Field() label: string;
  fields: DataFieldOutput[];
  accountIds: readonly string[];
}

@ObjectType('FieldPath', { description: 'A way from a model to a field, over relations.' })
export class FieldPathType {
  @Field({ description: 'Such as customer.name: what a variable or a phone field takes.' }) path: string;
  @Field(() => [String], { description: 'Such as ["Customer", "Name"].' }) labels: string[];
  @Field(() => DataFieldTypeEnum) type: DataFieldType;
}

@ObjectType('DataRecord', { implements: () => [Node], description: 'A business record, as it was last pushed.' })
export class DataRecordType extends Node {
  modelId: string;
  @Field({ description: 'Its id in the system that it comes from.' }) externalId: string;
  @Field({ description: 'How people call it: its name or number, otherwise its externalId.' }) label: string;
  @Field(() => JsonScalar, { description: 'By field key; what is empty is left out.' }) values: RecordValues;
  @Field(() => UrlScalar, { nullable: true, description: 'Where its page is, for variables of PORTAL_LINK.' })
  portalUrl: string | null;
  @Field(() => DateTimeScalar) updatedAt: Date;
}

@ObjectType()
export class DataRecordConnection extends connectionOf(DataRecordType, 'DataRecord') {}

@ObjectType()
export class DataModelPayload extends Payload {
  @Field(() => DataModelType, { nullable: true }) dataModel: DataModelType | null;
}

@ObjectType({ description: 'What became of one record: stored, or refused with its errors.' })
export class RecordResult {
  @Field() externalId: string;
  @Field(() => DataRecordType, { nullable: true }) record: DataRecordType | null;
  @Field(() => [UserError]) errors: Problem[];
}

@ObjectType()
export class UpsertRecordsPayload extends Payload {
  @Field(() => [RecordResult], { description: 'One a record, in the order of the input.' }) results: RecordResult[] =
    [];
}

@ObjectType()
export class DeleteRecordsPayload extends Payload {
  @Field(() => Int) deletedCount = 0;
}
