/** JSON Schema, as far as the REST side uses it. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  format?: string;
  enum?: readonly (string | null)[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: boolean;
  oneOf?: readonly JsonSchema[];
  examples?: readonly unknown[];
}

/** Object with these fields and no others; those that are not `optional` have to be there. */
export function closed(
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', description, properties, required, additionalProperties: false };
}

/** Text of a request, or of an answer. */
export function text(description: string, more: JsonSchema = {}): JsonSchema {
  return { type: 'string', description, ...more };
}

/** UUID of something. */
export function uuid(description: string): JsonSchema {
  return text(description, { format: 'uuid' });
}

/** Value that may be null too. */
export function orNull({ type, ...rest }: JsonSchema): JsonSchema {
  return { ...rest, type: [String(type), 'null'] };
}
