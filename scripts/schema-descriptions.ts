import { readFileSync, writeFileSync } from 'node:fs';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
} from 'graphql';

/**
 * Every type, field, argument, input field and enum value of schema.gql has a description, but for as many as
 * scripts/undescribed.json still allows: a ceiling that only falls.
 *
 * `--check` ends with 1 when there are more, or fewer, than the ceiling says; without it the ceiling is lowered to what
 * there is. `--list` prints the coordinates of all that has none.
 */
const CEILING_FILE = 'scripts/undescribed.json';
const KINDS = ['types', 'fields', 'arguments', 'inputFields', 'enumValues'] as const;
type Kind = (typeof KINDS)[number];

interface Element {
  kind: Kind;
  coordinate: string;
  description?: string | null;
}

function elementsOf(type: GraphQLNamedType): Element[] {
  const { name, description } = type;
  const elements: Element[] = [{ kind: 'types', coordinate: name, description }];
  if (isEnumType(type)) {
    for (const value of type.getValues()) {
      elements.push({ kind: 'enumValues', coordinate: `${name}.${value.name}`, description: value.description });
    }
  }
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      elements.push({ kind: 'inputFields', coordinate: `${name}.${field.name}`, description: field.description });
    }
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${name}.${field.name}`;
      elements.push({ kind: 'fields', coordinate, description: field.description });
      for (const argument of field.args) {
        const { description } = argument;
        elements.push({ kind: 'arguments', coordinate: `${coordinate}(${argument.name}:)`, description });
      }
    }
  }
  return elements;
}

const schema = buildSchema(readFileSync('schema.gql', 'utf8'));
const elements = Object.values(schema.getTypeMap())
  .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
  .flatMap(elementsOf);
const undescribed = elements.filter(({ description }) => description == null || description.trim() === '');
const countOf = (kind: Kind): number => undescribed.filter((element) => element.kind === kind).length;
const ceiling = JSON.parse(readFileSync(CEILING_FILE, 'utf8')) as Record<Kind, number>;
const risen = KINDS.filter((kind) => countOf(kind) > ceiling[kind]);
const fallen = KINDS.filter((kind) => countOf(kind) < ceiling[kind]);

const share = Math.floor((100 * (elements.length - undescribed.length)) / elements.length);
process.stdout.write(
  `Descriptions in schema.gql: ${share} % of ${elements.length}; without one ${KINDS.map((kind) => `${countOf(kind)} ${kind}`).join(', ')}.\n`,
);
if (process.argv.includes('--list')) {
  process.stdout.write(`${undescribed.map(({ coordinate }) => coordinate).join('\n')}\n`);
}
for (const kind of risen) {
  process.stderr.write(
    `${countOf(kind)} ${kind} have no description; at most ${ceiling[kind]} may (npm run schema:descriptions -- --list names them). Describe what you added.\n`,
  );
}
if (process.argv.includes('--check')) {
  for (const kind of fallen) {
    process.stderr.write(
      `Fewer ${kind} lack a description than ${CEILING_FILE} allows: run npm run schema:descriptions and commit it.\n`,
    );
  }
  if (fallen.length > 0) process.exitCode = 1;
} else if (risen.length === 0) {
  const lowered = Object.fromEntries(KINDS.map((kind) => [kind, countOf(kind)]));
  writeFileSync(CEILING_FILE, `${JSON.stringify(lowered, null, 2)}\n`);
}
if (risen.length > 0) process.exitCode = 1;
