import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { CHANGE_KINDS, CHANGE_SOURCES, type ChangeKind, type ChangeSource } from './history-entry.entity.js';

const ChangeKindEnum = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, kind]));
registerEnumType(ChangeKindEnum, { name: 'ChangeKind' });
const ChangeSourceEnum = Object.fromEntries(CHANGE_SOURCES.map((source) => [source, source]));
registerEnumType(ChangeSourceEnum, {
  name: 'ChangeSource',
  valuesMap: {
    WEBHOOK: { description: 'Meta reported it.' },
    SYNC: { description: 'It was found when templates were compared with Meta.' },
    USER: { description: 'A person did it here.' },
    API_KEY: { description: 'A program did it here.' },
    SYSTEM: { description: 'Parley did it by itself.' },
  },
});

@ObjectType('Change', {
  implements: () => [Node],
  description:
    "One change of a template's status, quality, category or content, or of an account: what, from what to what, when, and from where.",
})
export class HistoryEntryType extends Node {
  @Field(() => ChangeKindEnum) kind: ChangeKind;
  @Field(() => String, { nullable: true }) from: string | null;
  @Field(() => String, { nullable: true }) to: string | null;
  @Field(() => String, { nullable: true, description: 'Why, in the words of whoever changed it.' }) reason:
    string | null;
  @Field(() => ChangeSourceEnum) source: ChangeSource;
  @Field(() => DateTimeScalar, { description: "By Meta's clock where Meta reported it." }) occurredAt: Date;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'All that Meta reported of it, as Meta sent it: of an alert its severity, status and entity, of a restriction its end and remedy. Null where Meta did not report it.',
  })
  details: object | null;
  userId: string | null;
}

@ObjectType()
export class ChangeConnection extends connectionOf(HistoryEntryType, 'Change') {}
