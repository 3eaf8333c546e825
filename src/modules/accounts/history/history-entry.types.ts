import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { CHANGE_KINDS, CHANGE_SOURCES, type ChangeKind, type ChangeSource } from './history-entry.entity.js';
import type { Wording } from '../../../common/errors/wording.js';
import { WordingField } from '../../../common/graphql/wording.type.js';

const ChangeKindEnum = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, kind]));
registerEnumType(ChangeKindEnum, {
  name: 'ChangeKind',
  valuesMap: {
    ACCOUNT: { description: 'State of the account at Meta: restrictions, reviews, alerts, capabilities.' },
    CATEGORY: { description: 'Category of a template.' },
    COMPONENTS: { description: 'Content of a template.' },
    CREDENTIALS: { description: 'Ids or secrets of an account; never their values.' },
    LIMIT: { description: 'Messaging limit of a phone number, as a tier such as TIER_2K.' },
    MEMBERS: { description: 'Notify-users of a phone number of the account.' },
    NAME: { description: 'Display name of a phone number.' },
    QUALITY: { description: 'Quality of a template or a phone number.' },
    STATUS: { description: 'Status of a template, an account or a phone number.' },
    THROUGHPUT: { description: 'Messages per second that Meta allows a phone number.' },
  },
  description: 'Kind of what changed on an account or a template.',
});
const ChangeSourceEnum = Object.fromEntries(CHANGE_SOURCES.map((source) => [source, source]));
registerEnumType(ChangeSourceEnum, {
  name: 'ChangeSource',
  description: 'Source of a change.',
  valuesMap: {
    WEBHOOK: { description: 'Webhook by which Meta reported it.' },
    SYNC: { description: 'Synchronisation that found it when templates were compared with Meta.' },
    USER: { description: 'Person who did it here.' },
    API_KEY: { description: 'Program that did it here, with an API key.' },
    SYSTEM: { description: 'Parley by itself.' },
  },
});

@ObjectType('Change', {
  implements: () => [Node],
  description:
    "Change of a template's status, quality, category or content, or of an account: what, from what to what, when, and from where.",
})
export class HistoryEntryType extends Node {
  @Field(() => ChangeKindEnum, { description: 'Kind of what changed.' }) kind: ChangeKind;
  @Field(() => String, {
    description: 'Former value, in the words of its kind; null where there was none.',
    nullable: true,
  })
  from: string | null;
  @Field(() => String, {
    description: 'New value, in the words of its kind; null where it was taken away.',
    nullable: true,
  })
  to: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Reason in the words of whoever made the change; null where none was given.',
  })
  reason: string | null;
  @WordingField(
    'to',
    'Wording of the new value, for another language; null of values that are codes, names or words of Meta.',
  )
  toWording: Wording | null;
  @WordingField('reason', 'Wording of the reason, for another language; null of words of people or of Meta.')
  reasonWording: Wording | null;
  @Field(() => ChangeSourceEnum, { description: 'Source of the change: who brought it about, or how it was found.' })
  source: ChangeSource;
  @Field(() => DateTimeScalar, { description: "Time of the change, by Meta's clock where Meta reported it." })
  occurredAt: Date;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      "Meta's whole report of the change, as JSON: of an alert its severity, status and entity, of a restriction its end and remedy. Null where Meta did not report it.",
  })
  details: object | null;
  userId: string | null;
}

@ObjectType({ description: 'Page of changes, in the order of time.' })
export class ChangeConnection extends connectionOf(HistoryEntryType, 'Change') {}
