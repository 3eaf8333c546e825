import { closed, orNull, text, uuid, type JsonSchema } from './json-schema.js';

const STATUSES = [
  'QUEUED',
  'SENDING',
  'SENT',
  'DELIVERED',
  'READ',
  'PLAYED',
  'FAILED',
  'UNCONFIRMED',
  'CANCELLED',
  'RECEIVED',
  'HELD',
] as const;

const ERROR = closed(
  'One thing that is wrong.',
  {
    code: text('Code that does not change, the same as in GraphQL.'),
    message: text('Sentence that is fit to be shown.'),
    reason: text('Reason, finer than the code and as stable: see docs/refusals.md.'),
    values: {
      type: 'object',
      additionalProperties: true,
      description: 'Values of the reason by name.',
    },
    path: { type: 'array', items: { type: 'string' }, description: 'Where it stands in the body; empty: nowhere.' },
    limit: { type: 'integer', description: 'For TOO_LONG: how much is allowed.' },
    suggestion: text('What was perhaps meant, such as a phone number.'),
    retryAfterSeconds: { type: 'integer', description: 'For RATE_LIMITED: seconds until it may be tried again.' },
  },
  ['reason', 'values', 'limit', 'suggestion', 'retryAfterSeconds'],
);

/** Problem document of RFC 9457. */
export const PROBLEM = closed('Refusal: nothing was done.', {
  type: text('Always about:blank.'),
  title: text('Name of the HTTP status.'),
  status: { type: 'integer', description: 'HTTP status.' },
  detail: text('All messages, one after the other.'),
  code: text('Code of the first error.'),
  errors: { type: 'array', items: ERROR, description: 'Everything that is wrong.' },
});

/** Message as the REST side shows it. */
export const MESSAGE = closed('Message, and how far it came.', {
  id: uuid('UUID of the message.'),
  conversationId: uuid('UUID of its conversation.'),
  direction: text('Direction of the message.', { enum: ['INBOUND', 'OUTBOUND', 'INTERNAL'] }),
  status: text('How far it came.', { enum: STATUSES }),
  text: orNull(text('Text as people would read it; null where there is nothing to read.')),
  idempotencyKey: orNull(text('Key with which it was sent; null of others.')),
  sendAt: orNull(
    text('Time for which it was scheduled: QUEUED until then. Null: it was to be sent at once.', {
      format: 'date-time',
    }),
  ),
  occurredAt: text('When it was written; of one that was scheduled, when its time had come.', { format: 'date-time' }),
  statusHistory: {
    type: 'array',
    description: 'Statuses that it has reached, in order.',
    items: closed('Status with its time.', {
      status: text('Status that was reached.', { enum: STATUSES }),
      occurredAt: text('When.', { format: 'date-time' }),
    }),
  },
  failure: orNull(
    closed('Why it FAILED; null for any other status.', {
      code: { type: 'integer', description: "Meta's code." },
      title: orNull(text('What it means; null where the code is not known.')),
      advice: text('What to do.'),
    }),
  ),
});

/** Answer of `POST /v1/records/{model}`. */
export const RECORD_RESULTS = closed('What became of each record, in order.', {
  results: {
    type: 'array',
    description: 'Outcomes: one that is refused holds up no other.',
    items: closed('Outcome of one record.', {
      externalId: text('Id of the record in your system.'),
      id: orNull(uuid('UUID of the stored record; null where it was refused.')),
      errors: { type: 'array', items: ERROR, description: 'Why it was refused; empty: it was stored.' },
    }),
  },
});

/** Schemas of the document by name. */
export const ANSWERS: Readonly<Record<string, JsonSchema>> = {
  Message: MESSAGE,
  RecordResults: RECORD_RESULTS,
  Problem: PROBLEM,
};
