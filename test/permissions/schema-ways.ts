import { getNamedType, isAbstractType, isObjectType, type GraphQLObjectType } from 'graphql';
import { must } from '../support/expectations.js';
import { schema } from '../support/graphql/schema.js';

/** They lead to a message of one kind, where a conversation leads to all kinds, or to what others lead to as well; or to anything, by its id. */
const ONE_KIND_ONLY = [
  'Broadcast.createdBy',
  'Broadcast.messages',
  'Broadcast.phoneNumber',
  'Broadcast.template',
  'Query.message',
  'Query.node',
  'Query.nodes',
  'Query.searchMessages',
  'Conversation.lastMessage',
  'TemplateHeader.media',
  'InteractiveCard.media',
  'InteractiveContent.headerMedia',
  'TemplateContent.headerMedia',
  'TemplateContent.media',
  'TemplateContent.order',
  'TemplateGoodsPreview.order',
];

export interface Step {
  parent: string;
  field: string;
  /** Of an abstract type: which of its types. */
  on: string | null;
}

/** The shortest way from a query to each type that is made of fields. */
export function waysToTypes(): Map<string, Step[]> {
  const ways = new Map<string, Step[]>();
  const waiting: [GraphQLObjectType, Step[]][] = [[must(schema.getQueryType()), []]];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [type, way] = next;
    for (const field of Object.values(type.getFields())) {
      if (ONE_KIND_ONLY.includes(`${type.name}.${field.name}`)) continue;
      const target = getNamedType(field.type);
      const targets = isAbstractType(target) ? schema.getPossibleTypes(target) : isObjectType(target) ? [target] : [];
      for (const found of targets) {
        if (ways.has(found.name)) continue;
        const step = { parent: type.name, field: field.name, on: isAbstractType(target) ? found.name : null };
        ways.set(found.name, [...way, step]);
        waiting.push([found, [...way, step]]);
      }
    }
  }
  return ways;
}
