import {
  isInterfaceType,
  isLeafType,
  isUnionType,
  getNamedType,
  OverlappingFieldsCanBeMergedRule,
  parse,
  validate,
  type GraphQLAbstractType,
} from 'graphql';
import { schema } from '../support/graphql/schema.js';

/** `Node` spans everything: whoever asks for it names the type that they mean. */
const ABSTRACT = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLAbstractType => isUnionType(type) || (isInterfaceType(type) && type.name !== 'Node'),
);

/** Fragment that asks every member for every field that is not deprecated, under its own name. */
function everyFieldOf(type: GraphQLAbstractType): string {
  const members = schema.getPossibleTypes(type).map((member) => {
    const fields = Object.values(member.getFields())
      .filter(({ deprecationReason }) => deprecationReason == null)
      .map(({ name, type: of }) => (isLeafType(getNamedType(of)) ? name : `${name} { __typename }`));
    return `... on ${member.name} { ${fields.join(' ')} }`;
  });
  return `fragment Every on ${type.name} { ${members.join(' ')} }`;
}

describe('Unions and interfaces', () => {
  it('are some', () => {
    expect(ABSTRACT.map(({ name }) => name)).toEqual(expect.arrayContaining(['MessageContent', 'UserError']));
  });

  it.each(ABSTRACT.map((type) => [type.name, type] as const))(
    '%s lets a front end ask every member for everything, without aliases',
    (_name, type) => {
      const problems = validate(schema, parse(everyFieldOf(type)), [OverlappingFieldsCanBeMergedRule]);
      expect(problems.map(({ message }) => message)).toEqual([]);
    },
  );
});
