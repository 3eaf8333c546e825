import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv';
import { DomainError, type Problem } from '../../../common/errors/domain-error.js';
import { readableKey } from '../../../common/text/readable-key.js';
import type { JsonSchema } from './json-schema.js';
import { because } from '../../../common/errors/because.js';

const MAX_PROBLEMS = 50;
const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  object: 'an object',
  array: 'a list',
};

/** Reads the body of a request by its schema. */
export type ReadBody<T> = (body: unknown) => T;

const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  strict: true,
  strictRequired: false,
  validateFormats: false,
});

/**
 * Check of bodies by the very schema that the OpenAPI document shows. It does not look into ids: one that is no UUID is not found.
 * @throws DomainError with everything that is wrong; no message repeats what was given
 */
export function bodyCheck<T>(schema: JsonSchema): ReadBody<T> {
  const validate = ajv.compile<T>(schema);
  return (body) => {
    if (validate(body)) return body;
    throw new DomainError(...problemsOf(validate.errors ?? []));
  };
}

/** Of alternatives that do not fit, only that none does is told. */
function problemsOf(errors: readonly ErrorObject[]): Problem[] {
  const alternatives = errors.filter(({ keyword }) => keyword === 'oneOf').map(({ schemaPath }) => `${schemaPath}/`);
  return errors
    .filter(({ schemaPath }) => !alternatives.some((alternative) => schemaPath.startsWith(alternative)))
    .slice(0, MAX_PROBLEMS)
    .map(problemOf);
}

function problemOf({ keyword, instancePath, params, parentSchema }: ErrorObject): Problem {
  const path = instancePath.split('/').slice(1).map(readablePart);
  const { limit, missingProperty, additionalProperty, type } = params as Partial<Record<string, string>>;
  switch (keyword) {
    case 'required':
      return { code: 'REQUIRED', ...because('VALUE_REQUIRED'), path: [...path, String(missingProperty)] };
    case 'additionalProperties':
      return {
        code: 'INVALID_INPUT',
        ...because('FIELD_UNKNOWN'),
        path: [...path, readablePart(additionalProperty)],
      };
    case 'oneOf':
      return { code: 'INVALID_INPUT', ...because('EXACTLY_ONE_FIELD', { fields: alternativesOf(parentSchema) }), path };
    case 'type':
      return {
        code: 'INVALID_FORMAT',
        ...because('OTHER_TYPE_EXPECTED', { expected: TYPES[String(type)] ?? 'of another type' }),
        path,
      };
    case 'enum':
      return {
        code: 'INVALID_FORMAT',
        ...because('ONE_OF_EXPECTED', { expected: (parentSchema as JsonSchema).enum?.join(', ') ?? '' }),
        path,
      };
    case 'maxLength':
    case 'maxItems':
      return {
        code: 'TOO_LONG',
        ...because('TOO_MUCH', { limit: Number(limit), unit: unit(keyword) }),
        path,
        limit: Number(limit),
      };
    case 'minLength':
    case 'minItems':
      return { code: 'TOO_SHORT', ...because('TOO_LITTLE', { limit: Number(limit), unit: unit(keyword) }), path };
    default:
      return { code: 'INVALID_INPUT', ...because('OUT_OF_PLACE'), path };
  }
}

function unit(keyword: string): string {
  return keyword.endsWith('Items') ? 'entries' : 'characters';
}

function alternativesOf(schema: unknown): string {
  const names = (schema as JsonSchema).oneOf?.map(({ required }) => required?.join(' with ')) ?? [];
  return names.join(', or ');
}

function readablePart(part: string | undefined): string {
  return readableKey((part ?? '').replaceAll('~1', '/').replaceAll('~0', '~'));
}
