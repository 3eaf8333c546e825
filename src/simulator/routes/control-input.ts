import type { FastifyRequest } from 'fastify';

export type Body = Record<string, unknown>;

/** A refusal of the control API: 400 where what was sent cannot be read, 404 where there is no such thing. */
export class ControlError extends Error {
  constructor(
    readonly statusCode: 400 | 404,
    message: string,
  ) {
    super(message);
  }
}

/** @throws ControlError (404) for what was not found */
export function found<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new ControlError(404, `There is no such ${name}.`);
  return thing;
}

/** The JSON object that was sent. @throws ControlError (400) for anything else */
export function bodyOf({ body }: FastifyRequest): Body {
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && !Buffer.isBuffer(body)) return body as Body;
  throw new ControlError(400, 'Send a JSON object, as application/json.');
}

export function paramOf({ params }: FastifyRequest, name: string): string {
  return (params as Record<string, string>)[name] ?? '';
}

/** @throws ControlError (400) unless it is a text that is not empty */
export function textIn(body: Body, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ControlError(400, `${name} must be a text.`);
}

/** @throws ControlError (400) where it is there and no text */
export function optionalTextIn(body: Body, name: string): string | undefined {
  return body[name] === undefined ? undefined : textIn(body, name);
}

/** @throws ControlError (400) where it is there and no number of at least `min` */
export function optionalNumberIn(body: Body, name: string, min: number): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value) && value >= min) return value;
  throw new ControlError(400, `${name} must be a number of at least ${min}.`);
}

/** @throws ControlError (400) where it is there and neither true nor false */
export function optionalFlagIn(body: Body, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ControlError(400, `${name} must be true or false.`);
}

/** @throws ControlError (400) unless it is one of these */
export function oneOf<Value extends string>(body: Body, name: string, values: readonly Value[]): Value {
  const value = values.find((known) => known === body[name]);
  if (value !== undefined) return value;
  throw new ControlError(400, `${name} must be one of ${values.join(', ')}.`);
}
