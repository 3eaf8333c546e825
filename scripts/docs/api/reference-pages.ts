import {
  isIntrospectionType,
  isSpecifiedScalarType,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { escapeHtml, pageWith } from '../render-page.js';
import { DOMAINS, domainOf, type Domain } from './domains.js';
import { fieldSection, typeSection } from './sections.js';

const ROOTS = ['Query', 'Mutation', 'Subscription'] as const;
const HEADINGS = { Query: 'Queries', Mutation: 'Mutations', Subscription: 'Subscriptions' };

/** Pages of the reference by their names: `index`, and one for each domain with its operations and types, each linked. */
export function referencePages(schema: GraphQLSchema): Map<string, string> {
  const pages = new Map([['index', pageWith('Reference of the API', index(schema), '../')]]);
  for (const domain of DOMAINS) pages.set(domain.name, pageWith(domain.title, page(schema, domain), '../'));
  return pages;
}

/** Types of a schema that the reference shows, without its roots. */
export function referenceTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .filter(({ name }) => !ROOTS.some((root) => root === name))
    .sort((one, other) => one.name.localeCompare(other.name));
}

function rootFields(schema: GraphQLSchema, root: (typeof ROOTS)[number], domain: string) {
  const type = {
    Query: schema.getQueryType(),
    Mutation: schema.getMutationType(),
    Subscription: schema.getSubscriptionType(),
  }[root];
  return Object.values(type?.getFields() ?? {})
    .filter((field) => domainOf(getNamedType(field.type).name) === domain)
    .sort((one, other) => one.name.localeCompare(other.name));
}

function index(schema: GraphQLSchema): string {
  const list = DOMAINS.map(({ name, title, about }) => {
    const operations = ROOTS.flatMap((root) =>
      rootFields(schema, root, name).map((field) => `<a href="${name}#${root}.${field.name}">${field.name}</a>`),
    );
    const links = operations.length === 0 ? '' : `<p>${operations.join(', ')}</p>`;
    return `<h2><a href="${name}">${escapeHtml(title)}</a></h2>\n<p>${escapeHtml(about)}</p>\n${links}`;
  });
  return [
    '<h1>Reference of the API</h1>',
    '<p>Every operation and type of <code>POST /graphql</code>, as this version has it; the same as text: <a href="/schema.graphql">schema.graphql</a>. <a href="../api-policy">How the API changes</a>, <a href="../api-limits">how much may be asked</a>.</p>',
    ...list,
  ].join('\n');
}

function page(schema: GraphQLSchema, { name, title, about }: Domain): string {
  const operations = ROOTS.flatMap((root) => {
    const fields = rootFields(schema, root, name);
    return fields.length === 0
      ? []
      : [`<h2 id="${HEADINGS[root]}">${HEADINGS[root]}</h2>`, ...fields.map((field) => fieldSection(root, field))];
  });
  const types = referenceTypes(schema).filter((type) => domainOf(type.name) === name);
  return [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(about)} <a href="./">All of the reference</a>.</p>`,
    ...operations,
    '<h2 id="Types">Types</h2>',
    ...types.map((type) => typeSection(schema, type)),
  ].join('\n');
}
