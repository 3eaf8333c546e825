import { readFileSync } from 'node:fs';
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
import { problemOfDescription } from './schema/description-rule.js';

/**
 * Every type, field, argument, input field and enum value of schema.gql has a description that names its subject
 * within three words; description-rule.ts says what else is refused. Ends with 1, naming all that has none, where one is missing.
 */
interface Element {
  coordinate: string;
  description?: string | null;
}

function elementsOf(type: GraphQLNamedType): Element[] {
  const { name, description } = type;
  const elements: Element[] = [{ coordinate: name, description }];
  if (isEnumType(type)) {
    for (const value of type.getValues()) {
      elements.push({ coordinate: `${name}.${value.name}`, description: value.description });
    }
  }
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      elements.push({ coordinate: `${name}.${field.name}`, description: field.description });
    }
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${name}.${field.name}`;
      elements.push({ coordinate, description: field.description });
      for (const { name: argument, description: ofArgument } of field.args) {
        elements.push({ coordinate: `${coordinate}(${argument}:)`, description: ofArgument });
      }
    }
  }
  return elements;
}

const schema = buildSchema(readFileSync('schema.gql', 'utf8'));
const elements = Object.values(schema.getTypeMap())
  .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
  .flatMap(elementsOf);
const problems = elements.flatMap(({ coordinate, description }) => {
  const problem = problemOfDescription(description);
  return problem === null ? [] : [`${coordinate} ${problem}.`];
});
process.stdout.write(
  `Descriptions in schema.gql: ${elements.length - problems.length} of ${elements.length} elements.\n`,
);
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = 1;
}
