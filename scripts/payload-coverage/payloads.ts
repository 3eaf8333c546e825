import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { packageRoot } from '../../src/common/package-root.js';
import { isRecord, type JsonRecord } from '../../src/whatsapp/json.js';
import { parse } from 'yaml';

/** One webhook of Meta's, as it is written in a file. */
export interface NamedPayload {
  name: string;
  payload: JsonRecord;
}

/** Payloads that come with the repository: a line each, with a field of Meta's and its value. */
export const SHIPPED = join(packageRoot(), 'scripts', 'payload-coverage', 'shapes.jsonl');

/**
 * Payloads in a file: `.jsonl` with a field and its value a line, `.yaml` with the examples of Meta's OpenAPI file, or
 * `.json` with a payload, or a list of them, each by itself or as `payload` (and `name`).
 */
export function readPayloads(path: string): NamedPayload[] {
  const text = readFileSync(path, 'utf8');
  const file = basename(path);
  switch (extname(path)) {
    case '.jsonl':
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const { name, field, value } = JSON.parse(line) as { name: string; field: string; value: JsonRecord };
          return { name, payload: webhookOf(field, value) };
        });
    case '.yaml':
    case '.yml':
      return examplesIn(parse(text) as OpenApiFile).map(([name, { value }]) => ({ name, payload: value }));
    default:
      return listIn(JSON.parse(text), file.replace(/\.json$/, ''));
  }
}

interface OpenApiFile {
  paths: Record<string, { post: { requestBody: { content: { 'application/json': { examples?: Examples } } } } }>;
}

type Examples = Record<string, { value: JsonRecord }>;

function examplesIn({ paths }: OpenApiFile): [string, { value: JsonRecord }][] {
  return Object.entries(paths['/whatsapp/webhooks']?.post.requestBody.content['application/json'].examples ?? {});
}

function listIn(json: unknown, name: string): NamedPayload[] {
  if (Array.isArray(json)) return json.flatMap((each, index) => listIn(each, `${name} ${index + 1}`));
  if (!isRecord(json)) throw new Error(`${name}: no payload of a webhook.`);
  if (json.payload !== undefined)
    return listIn(json.payload, typeof json.name === 'string' ? `${name}: ${json.name}` : name);
  if (Array.isArray(json.entry)) return [{ name, payload: json }];
  return Object.entries(json).flatMap(([key, each]) =>
    isRecord(each) || Array.isArray(each) ? listIn(each, `${name}: ${key}`) : [],
  );
}

/** A field's value as Meta posts it; only what is no message has the time of the entry. */
function webhookOf(field: string, value: JsonRecord): JsonRecord {
  const time = field === 'messages' ? {} : { time: 1_763_000_000 };
  return { object: 'whatsapp_business_account', entry: [{ id: '<WABA_ID>', ...time, changes: [{ field, value }] }] };
}
