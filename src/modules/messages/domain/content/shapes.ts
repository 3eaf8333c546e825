import { isId } from '../../../../common/ids.js';
import { isRecord } from '../../../../whatsapp/json.js';

/** Whether a stored value is as it must be. */
export type Shape = (value: unknown) => boolean;

const MAX_INT = 2 ** 31 - 1;

export const text: Shape = (value) => typeof value === 'string';
export const number: Shape = (value) => typeof value === 'number' && Number.isFinite(value);
export const integer: Shape = (value) => Number.isInteger(value) && Math.abs(value as number) <= MAX_INT;
export const truth: Shape = (value) => typeof value === 'boolean';
export const id: Shape = (value) => typeof value === 'string' && isId(value);
export const anything: Shape = () => true;
export const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === null || value === undefined || shape(value);
export const oneOf =
  (words: readonly string[]): Shape =>
  (value) =>
    words.includes(value as string);
export const list =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);
export const record =
  (fields: Record<string, Shape>): Shape =>
  (value) =>
    isRecord(value) && Object.entries(fields).every(([name, shape]) => shape(value[name]));
