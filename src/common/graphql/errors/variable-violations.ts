import {
  GraphQLError,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { Problem } from '../../errors/domain-error.js';
import { expectationOf } from './expectation.js';
import { readableKey } from '../../text/readable-key.js';
import { badInputAt } from './bad-input.js';
import { because, type Because } from '../../errors/because.js';

/** More would help nobody. */
const MAX_VIOLATIONS = 50;

/**
 * Everything in the variables of an operation that is not of its type, each as BAD_USER_INPUT with its path (the variable's
 * name first) and what is expected. graphql-js says the same with the value in it, which may be a password; and it
 * stops with an error of its own after fifty.
 */
export function variableViolations(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const problems = violationsOf(schema, definition, variables, MAX_VIOLATIONS + 1 - errors.length);
    errors.push(...problems.map((problem) => badInputAt(problem, definition)));
    if (errors.length > MAX_VIOLATIONS) return [...errors.slice(0, MAX_VIOLATIONS), notListed(definition)];
  }
  return errors;
}

function notListed(definition: VariableDefinitionNode): GraphQLError {
  const why = because('MORE_VIOLATIONS', { limit: MAX_VIOLATIONS });
  const path = [definition.variable.name.value];
  return badInputAt({ code: 'INVALID_INPUT', ...why, path, limit: MAX_VIOLATIONS }, definition);
}

function violationsOf(
  schema: GraphQLSchema,
  { variable, type: written, defaultValue }: VariableDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limit: number,
): Problem[] {
  const name = variable.name.value;
  const type = typeFromAST(schema, written);
  if (type === undefined || !isInputType(type)) return []; // what validation has refused
  const search = new Search(limit);
  const isGiven = Object.hasOwn(variables, name) && variables[name] !== undefined;
  if (isGiven || defaultValue === undefined) search.visit(variables[name], type, [name]);
  return search.problems;
}

/** What is wrong in one variable, up to a number of problems. */
class Search {
  readonly problems: Problem[] = [];

  constructor(private readonly limit: number) {}

  visit(value: unknown, type: GraphQLInputType, path: string[]): void {
    if (this.problems.length >= this.limit) return;
    if (isNonNullType(type)) {
      if (value === null || value === undefined) this.add('REQUIRED', because('VALUE_REQUIRED'), path);
      else this.visit(value, type.ofType, path);
    } else if (value === null || value === undefined) {
      return;
    } else if (isListType(type)) {
      const entries: unknown[] | null = Array.isArray(value) ? value : null;
      if (entries === null) this.visit(value, type.ofType, path);
      else entries.forEach((entry, index) => this.visit(entry, type.ofType, [...path, String(index)]));
    } else if (isInputObjectType(type)) {
      this.visitObject(value, type, path);
    } else {
      this.visitLeaf(value, type, path);
    }
  }

  private visitObject(value: unknown, type: GraphQLInputObjectType, path: string[]): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.add('INVALID_FORMAT', because('OBJECT_EXPECTED', { type: type.name }), path);
    }
    const given = value as Readonly<Record<string, unknown>>;
    const fields = type.getFields();
    for (const field of Object.values(fields)) {
      const inner = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
      if (inner !== undefined) this.visit(inner, field.type, [...path, field.name]);
      else if (isRequiredInputField(field)) this.add('REQUIRED', because('VALUE_REQUIRED'), [...path, field.name]);
    }
    const keys = Object.keys(given).filter((key) => given[key] !== undefined);
    for (const key of keys.filter((candidate) => !Object.hasOwn(fields, candidate))) {
      this.add('INVALID_INPUT', because('FIELD_UNKNOWN_TO_TYPE', { type: type.name }), [...path, readableKey(key)]);
    }
    if (type.isOneOf && (keys.length !== 1 || given[keys[0] ?? ''] === null)) {
      this.add('INVALID_INPUT', because('EXACTLY_ONE_FIELD', { fields: Object.keys(fields).join(', ') }), path);
    }
  }

  private visitLeaf(value: unknown, type: GraphQLLeafType, path: string[]): void {
    try {
      if (type.parseValue(value) !== undefined) return;
    } catch {
      // said below, without the value
    }
    this.add('INVALID_FORMAT', because('VALUE_FORM', { rule: expectationOf(type) }), path);
  }

  private add(code: Problem['code'], why: Because, path: string[]): void {
    if (this.problems.length < this.limit) this.problems.push({ code, ...why, path });
  }
}
