import type { JsonSchema } from './json-schema.js';
import { ANSWERS } from './answer-schemas.js';
import { IDEMPOTENCY_KEY, SEND_MESSAGE, UPSERT_RECORDS } from './request-schemas.js';

const BODIES: Readonly<Record<string, JsonSchema>> = { SendMessage: SEND_MESSAGE, UpsertRecords: UPSERT_RECORDS };
const REFUSALS: readonly [status: string, description: string][] = [
  ['400', 'The request cannot be read, or breaks a rule of its schema.'],
  ['401', 'Nobody is signed in: UNAUTHENTICATED.'],
  ['403', 'The key lacks the scope: FORBIDDEN.'],
  ['404', 'There is nothing at this address, or the key may not see it: NOT_FOUND.'],
  ['409', 'The idempotency key was used with another body: CONFLICT.'],
  ['413', 'The body is larger than 4 MB.'],
  ['415', 'The body is not sent as application/json.'],
  ['422', 'It was read, and cannot be done: WINDOW_CLOSED, TEMPLATE_NOT_SENDABLE, VARIABLE_MISSING, PHONE_INVALID …'],
  ['429', 'Too much was asked: RATE_LIMITED, with Retry-After.'],
  ['500', 'A fault of the server, with a reference to quote.'],
  ['503', 'Something that this needs cannot be reached: ask again, with the same Idempotency-Key.'],
];

interface Operation {
  operationId: string;
  summary: string;
  description: string;
  parameters: object[];
  body?: keyof typeof BODIES;
  status: string;
  answer: { schema: keyof typeof ANSWERS; description: string; headers?: object };
}

const SEND: Operation = {
  operationId: 'sendMessage',
  summary: 'Send a message',
  description:
    'Stores the message QUEUED; a worker sends it. Scope MESSAGES_SEND. The same key and body again answers the same message as it is now.',
  parameters: [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: IDEMPOTENCY_KEY.description,
      schema: IDEMPOTENCY_KEY,
    },
  ],
  body: 'SendMessage',
  status: '202',
  answer: {
    schema: 'Message',
    description: 'The message was accepted.',
    headers: { Location: { description: 'Address of the message.', schema: { type: 'string' } } },
  },
};
const READ: Operation = {
  operationId: 'getMessage',
  summary: 'Read a message and its status',
  description:
    'A key with MESSAGES_SEND alone reads what it has sent itself; with CONVERSATIONS_READ, whatever it may see.',
  parameters: [inPath('id', 'UUID of the message.')],
  status: '200',
  answer: { schema: 'Message', description: 'The message as it is now.' },
};
const UPSERT: Operation = {
  operationId: 'upsertRecords',
  summary: 'Store records',
  description: 'Stores one or up to 1,000 records by externalId: repeating it changes nothing. Scope RECORDS_WRITE.',
  parameters: [inPath('model', 'Key or UUID of the data model.')],
  body: 'UpsertRecords',
  status: '200',
  answer: { schema: 'RecordResults', description: 'An outcome for each record.' },
};

function inPath(name: string, description: string): object {
  return { name, in: 'path', required: true, description, schema: { type: 'string' } };
}

/** The OpenAPI 3.1 document of the REST side, for a server at this address. */
export function openApiDocument(publicUrl: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      description:
        'A small REST side for programs that have no GraphQL: send a message, follow it, store records. Keys, scopes, limits, codes of errors and idempotency are those of the GraphQL API.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    security: [{ apiKey: [] }],
    paths: {
      '/v1/messages': { post: shown(SEND) },
      '/v1/messages/{id}': { get: shown(READ) },
      '/v1/records/{model}': { post: shown(UPSERT) },
    },
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'Secret of an API key, or an access token.' },
      },
      schemas: { ...BODIES, ...ANSWERS },
    },
  };
}

function shown({ body, status, answer, ...operation }: Operation): object {
  const refusals = REFUSALS.filter(([code]) => body !== undefined || !['409', '413', '415'].includes(code));
  return {
    ...operation,
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(body) } }),
    responses: {
      [status]: { description: answer.description, headers: answer.headers, content: json(answer.schema) },
      ...Object.fromEntries(
        refusals.map(([code, description]) => [
          code,
          { description, content: { 'application/problem+json': { schema: reference('Problem') } } },
        ]),
      ),
    },
  };
}

function json(schema: string): object {
  return { 'application/json': { schema: reference(schema) } };
}

function reference(schema: string): object {
  return { $ref: `#/components/schemas/${schema}` };
}
