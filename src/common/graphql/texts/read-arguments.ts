import {
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import type { Problem } from '../../errors/domain-error.js';
import { isDeeperThan, MAX_JSON_DEPTH } from '../../text/json-depth.js';
import { readableKey } from '../../text/readable-key.js';
import { readText, tooLong } from './read-text.js';
import { hasEntriesByThemselves, listLimitOf, MAX_TEXT_LENGTH, textRuleOf } from './text-rule.js';
import { because } from '../../errors/because.js';

/** More would help nobody. */
const MAX_PROBLEMS = 50;
const IN_JSON = { kind: 'CONTENT', max: MAX_TEXT_LENGTH } as const;

type Values = Record<string, unknown>;

/** Entry of a list whose entries have outcomes of their own, with what is wrong with its texts. */
export interface EntryWithProblems {
  textProblems?: Problem[] | null;
}

/** Arguments as they go on to the resolver, and what is wrong with their texts. */
interface ReadArguments {
  values: Values;
  problems: Problem[];
}

/**
 * Reads every text among the arguments of a field by the rule of its place in the schema: each String and ID, and all keys
 * and texts of JSON, which may also not be too deep. Paths begin inside `input`, where the argument is called so.
 */
export function readArguments(takers: readonly GraphQLArgument[], given: Readonly<Values>): ReadArguments {
  const reader = new Reader();
  const values: Values = { ...given };
  for (const taker of takers) {
    const value = given[taker.name];
    if (value !== undefined) values[taker.name] = reader.read(value, taker.type, taker, placeOf(taker));
  }
  return { values, problems: reader.problems };
}

/** Where a value stands: written out as a path only when something is wrong with it. */
interface Place {
  parent: Place | null;
  key: string;
}

function placeOf({ name }: GraphQLArgument): Place | null {
  return name === 'input' ? null : { parent: null, key: name };
}

function pathOf(place: Place | null): string[] {
  return place === null ? [] : [...pathOf(place.parent), place.key];
}

class Reader {
  readonly problems: Problem[] = [];

  read(
    value: unknown,
    type: GraphQLInputType,
    taker: GraphQLArgument | GraphQLInputField,
    place: Place | null,
  ): unknown {
    if (isNonNullType(type)) return this.read(value, type.ofType, taker, place) ?? '';
    if (value === null || value === undefined) return value;
    if (isListType(type)) return this.readList(value, type.ofType, taker, place);
    if (isInputObjectType(type)) return this.readObject(value as Values, type, place);
    if (type.name === 'JSON') return this.readJson(value, place);
    if (typeof value !== 'string' || (type.name !== 'String' && type.name !== 'ID')) return value;
    const { text, problem } = readText(value, textRuleOf(taker, type.name));
    if (problem !== null) this.add(problem, place);
    return text;
  }

  private readList(
    value: unknown,
    type: GraphQLInputType,
    taker: GraphQLArgument | GraphQLInputField,
    place: Place | null,
  ): unknown {
    if (!Array.isArray(value)) return value;
    const limit = listLimitOf(taker);
    if (value.length > limit) {
      this.add({ code: 'TOO_LONG', ...because('TOO_MANY_ENTRIES', { limit }), limit }, place);
      return [];
    }
    const isEach = hasEntriesByThemselves(taker);
    return value.map((entry: unknown, index) => {
      const at = { parent: place, key: String(index) };
      if (!isEach) return this.read(entry, type, taker, at);
      const own = new Reader();
      const read = own.read(entry, type, taker, at) as EntryWithProblems;
      return own.problems.length === 0 ? read : { ...read, textProblems: own.problems };
    });
  }

  private readObject(value: Readonly<Values>, type: GraphQLInputObjectType, place: Place | null): Values {
    const fields = type.getFields();
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => {
        const field = fields[key];
        return [key, field === undefined ? entry : this.read(entry, field.type, field, { parent: place, key })];
      }),
    );
  }

  private readJson(value: unknown, place: Place | null): unknown {
    if (isDeeperThan(value, MAX_JSON_DEPTH)) {
      const why = because('NESTED_TOO_DEEP', { limit: MAX_JSON_DEPTH });
      this.add({ code: 'TOO_LONG', ...why, limit: MAX_JSON_DEPTH }, place);
      return null;
    }
    return this.readNode(value, place);
  }

  private readNode(value: unknown, place: Place | null): unknown {
    if (typeof value === 'string') {
      const { text, problem } = readText(value, IN_JSON);
      if (problem !== null) this.add(problem, place);
      return text;
    }
    if (Array.isArray(value))
      return value.map((entry, index) => this.readNode(entry, { parent: place, key: String(index) }));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => {
        const { text, problem } = readText(key, IN_JSON);
        const at = { parent: place, key: readableKey(key) };
        if (problem !== null) this.add(tooLong(MAX_TEXT_LENGTH), at);
        return [text ?? '', this.readNode(entry, at)];
      }),
    );
  }

  private add(problem: Omit<Problem, 'path'>, place: Place | null): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ ...problem, path: pathOf(place) });
  }
}
