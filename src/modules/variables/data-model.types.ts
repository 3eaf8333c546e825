import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import { countedConnectionOf } from '../../common/graphql/pagination/counted-connection.js';
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
  description: "Type of a field's values, as JSON.",
  valuesMap: {
    TEXT: { description: 'Text; line breaks become commas when it is sent.' },
    NUMBER: { description: 'Number, or a decimal text such as "1234.50", which keeps every digit.' },
    MONEY: { description: 'Amount of money: { amount, currency }, with the currency in ISO 4217.' },
    BOOLEAN: { description: 'Boolean: true or false.' },
    DATE: { description: 'Date such as "2026-11-24".' },
    DATETIME: {
      description: 'Time with its offset, such as "2026-11-24T17:30:00+01:00"; shown as that clock shows it.',
    },
    PHONE: { description: 'Phone number with its country code; kept as E.164.' },
    EMAIL: { description: 'E-mail address.' },
    URL: { description: 'Address that begins with https:// or http://.' },
    RELATION: { description: "Relation: the other record's externalId; that record may come later." },
  },
});

@ObjectType('DataField', { description: 'Field of a data model.' })
export class DataFieldOutput {
  @Field({ description: 'Key of the field in values and paths, unique in its model.' }) key: string;
  @Field({ description: 'Label that people read.' }) label: string;
  @Field(() => DataFieldTypeEnum, { description: "Type of the field's values." }) type: DataFieldType;
  relatesTo: string | null;
}

@ObjectType('DataModel', {
  implements: () => [Node],
  description: 'Data model: a kind of business record, such as a contact, a quotation, an invoice or a ticket.',
})
export class DataModelType extends Node {
  @Field({ description: "Key of the caller's choice, such as invoice; unique." }) key: string;
  @Field({ description: 'Label that people read.' }) label: string;
  fields: DataFieldOutput[];
  accountIds: readonly string[];
}

@ObjectType('FieldPath', { description: 'Path from a model to a field, over relations.' })
export class FieldPathType {
  @Field({ description: 'Path such as customer.name: what a variable or a phone field takes.' }) path: string;
  @Field(() => [String], { description: 'Labels along the path, such as ["Customer", "Name"].' }) labels: string[];
  @Field(() => DataFieldTypeEnum, { description: 'Type of the field at the end.' }) type: DataFieldType;
}

@ObjectType('DataRecord', { implements: () => [Node], description: 'Business record, as it was last pushed.' })
export class DataRecordType extends Node {
  modelId: string;
  @Field({ description: 'Id of the record in the system that it comes from, unique in its model.' }) externalId: string;
  @Field({ description: 'Label that people call the record by: its name or number, otherwise its externalId.' })
  label: string;
  @Field(() => JsonScalar, { description: 'Values by field key, as JSON; what is empty is left out.' })
  values: RecordValues;
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Page of the record, for variables of PORTAL_LINK; null without one.',
  })
  portalUrl: string | null;
  @Field(() => DateTimeScalar, { description: 'Time at which the record was last pushed.' }) updatedAt: Date;
}

@ObjectType({ description: 'Page of records, by label.' })
export class DataRecordConnection extends countedConnectionOf(DataRecordType, 'DataRecord') {}

@ObjectType({ description: 'Data model after the call, or the errors that refused it.' })
export class DataModelPayload extends Payload {
  @Field(() => DataModelType, {
    description: 'Data model as it is now; of one that was deleted, as it was. Null where the call was refused.',
    nullable: true,
  })
  dataModel: DataModelType | null;
}

@ObjectType({ description: 'Outcome of one record: stored, or refused with its errors.' })
export class RecordResult {
  @Field({ description: 'External id of the record, as in the input.' }) externalId: string;
  @Field(() => DataRecordType, { description: 'Record as it was stored; null where it was refused.', nullable: true })
  record: DataRecordType | null;
  @Field(() => [UserError], { description: 'Errors that refused the record; empty: it was stored.' }) errors: Problem[];
}

@ObjectType({ description: 'Outcome for each record, or the errors that refused the whole call.' })
export class UpsertRecordsPayload extends Payload {
  @Field(() => [RecordResult], { description: 'Outcomes, one a record, in the order of the input.' })
  results: RecordResult[] = [];
}

@ObjectType({ description: 'Number of records that were deleted, or the errors that refused the call.' })
export class DeleteRecordsPayload extends Payload {
  @Field(() => Int, { description: 'Number of records that were deleted; 0 where the call was refused.' })
  deletedCount = 0;
}
