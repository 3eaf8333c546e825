import { invalidParameter, missingParameter, SimError } from '../sim-error.js';

export function requireCount(count: number, min: number, max: number, name: string): void {
  if (count < min || count > max) throw invalidParameter(`Param ${name} must have ${min} to ${max} entries.`);
}

export function requireMaxLength(text: unknown, limit: number, name: string): void {
  if (typeof text !== 'string' || text === '') throw missingParameter(name);
  if (text.length > limit) throw invalidParameter(`Param ${name} must be at most ${limit} characters long.`);
}

export function wrongValue(details: string): SimError {
  return new SimError(400, 131009, '(#131009) Parameter value is not valid', { details });
}
