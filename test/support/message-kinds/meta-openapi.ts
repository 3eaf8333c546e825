import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
import { parse } from 'yaml';
import { isRecord, listOf } from '../../../src/whatsapp/json.js';
import { must } from '../expectations.js';

const SPEC = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'meta-openapi-v23.yaml');

/** Whether Meta's OpenAPI file lies beside the project; it is no part of it. */
export const hasMetaOpenApi = existsSync(SPEC);

/** What is read of Meta's file. */
interface OpenApiFile {
  paths: Record<string, { post: { requestBody: { content: { 'application/json': RequestBody } } } }>;
  components: { schemas: Record<string, SchemaObject> };
}

interface RequestBody {
  schema: SchemaObject;
  examples: Record<string, { value: unknown }>;
}

/** Types of interactive messages that Meta's own guides describe, and that the schemas of the file leave out. */
export const UNLISTED = [
  'cta_url',
  'location_request_message',
  'carousel',
  'voice_call',
  'address_message',
  'request_contact_info',
  'order_details',
  'order_status',
];
const UNLISTED_ACTIONS = [
  'cta_url',
  'send_location',
  'voice_call',
  'address_message',
  'request_contact_info',
  'review_and_pay',
  'review_order',
];

/** Components of templates of which the same is true. */
const UNLISTED_COMPONENTS = ['carousel', 'limited_time_offer', 'order_status'];

/** Meta's OpenAPI file, and how a body is held against it. */
export function metaOpenApi() {
  const nothing: OpenApiFile = { paths: {}, components: { schemas: {} } };
  const file: OpenApiFile = hasMetaOpenApi ? parse(readFileSync(SPEC, 'utf8')) : nothing;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const bodyOf = (path: string): RequestBody =>
    must(file.paths[path], path).post.requestBody.content['application/json'];
  const schemaOf = (name: string): SchemaObject => must(file.components.schemas[name], name);
  const problemsOf = (schema: SchemaObject, body: unknown): unknown[] => {
    const whole = mended({ ...schema, components: { schemas: file.components.schemas } });
    const check = ajv.compile(whole as SchemaObject);
    return check(body) ? [] : (check.errors ?? []);
  };
  /** What is wrong with each body is compared beside the body, so that a failure shows both. */
  const expectValid = (what: string, schema: SchemaObject, bodies: readonly unknown[]): void => {
    for (const body of bodies) expect([what, body, problemsOf(schema, body)]).toEqual([what, body, []]);
  };
  return { bodyOf, schemaOf, problemsOf, expectValid };
}

/** Patterns that the file's own examples do not have, one of them of the codes of QR codes. */
const BROKEN_PATTERNS = ['^[2-6, 11-14]$', '^[A-Z2-7]{14}$'];
/** Limits that Meta's guides have higher: four ice breakers, and 32 characters of a command. */
const HIGHER_LIMITS: Readonly<Record<string, Record<string, number>>> = {
  'List of conversation prompts (ice breakers) to help guide customer interactions': { maxItems: 4 },
  'Name of the bot command (without leading slash)': { maxLength: 32 },
};

/** Meta's file contradicts itself in places: what its own examples break is left out. */
function mended(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(mended);
  if (!isRecord(schema)) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) =>
      !['example', 'examples', 'discriminator'].includes(key) && !BROKEN_PATTERNS.includes(String(value)),
  );
  const copy = Object.fromEntries(kept.map(([key, value]) => [key, mended(value)]));
  Object.assign(copy, HIGHER_LIMITS[String(copy.description)]);
  // Parts of a whole that each forbid what the other part asks for.
  if (Array.isArray(copy.allOf)) copy.allOf = copy.allOf.map(withoutClosing);
  // Kinds of interactive messages that Meta's own guides describe, and the file leaves out.
  if (Array.isArray(copy.enum) && copy.enum.includes('product_list')) copy.enum.push(...UNLISTED);
  if (Array.isArray(copy.oneOf) && copy.oneOf.some((option) => listOf(option, 'required').includes('buttons')))
    copy.oneOf.push(
      { required: ['name'], properties: { name: { enum: UNLISTED_ACTIONS } } },
      { required: ['cards'], properties: { cards: { type: 'array', minItems: 2, maxItems: 10 } } },
    );
  if (Array.isArray(copy.enum) && copy.enum.includes('quick_reply'))
    copy.enum.push('copy_code', 'flow', 'mpm', 'order_details');
  if (Array.isArray(copy.enum) && copy.enum.join() === 'header,body,button') copy.enum.push(...UNLISTED_COMPONENTS);
  return copy;
}

function withoutClosing(part: unknown): unknown {
  if (!isRecord(part)) return part;
  const { additionalProperties: _closed, ...open } = part;
  return open;
}
