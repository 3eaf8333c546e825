import { closed, text, uuid, type JsonSchema } from './json-schema.js';

const MAX_TEXT = 4_096;
const MAX_KEY = 200;
const MAX_CAPTION = 1_024;
const MEDIA_KINDS = ['IMAGE', 'VIDEO', 'AUDIO', 'VOICE', 'DOCUMENT', 'STICKER'] as const;
const MAX_RECORDS = 1_000;

const VARIABLE_VALUE = closed(
  'Value of a placeholder, instead of what it is bound to.',
  {
    name: text('Name of the placeholder, as in TemplateVariable.name.'),
    value: text('Value to be sent.'),
    placement: text('Part of the template in which the placeholder stands; BODY unless given.', {
      enum: ['BODY', 'HEADER', 'BUTTON', 'LOCATION'],
    }),
    buttonIndex: { type: 'integer', minimum: 0, description: 'Place of the button, from 0, for BUTTON.' },
    cardIndex: { type: 'integer', minimum: 0, description: 'Place of the card in a carousel, from 0.' },
  },
  ['placement', 'buttonIndex', 'cardIndex'],
);

const RECIPIENT: JsonSchema = {
  ...closed(
    'Who gets the message.',
    {
      phoneNumber: text(
        'Phone number with + or 00 and its country code, else read in the default country of the account.',
        { minLength: 1, maxLength: MAX_KEY },
      ),
      contactId: uuid('UUID of a contact.'),
      externalId: text('Id of a contact in your system (externalId), unique in its account.', {
        minLength: 1,
        maxLength: MAX_KEY,
      }),
    },
    ['phoneNumber', 'contactId', 'externalId'],
  ),
  oneOf: [{ required: ['phoneNumber'] }, { required: ['contactId'] }, { required: ['externalId'] }],
};

const TEMPLATE = closed(
  'Template that is sent, and what fills it.',
  {
    templateId: uuid('UUID of an approved template.'),
    recordId: uuid(
      'UUID of a record of the model that the template applies to. Without `to` its phone field says who gets it.',
    ),
    record: {
      type: 'object',
      description: 'Values by field key of the model that the template applies to, instead of a stored record.',
    },
    values: {
      type: 'array',
      maxItems: 200,
      items: VARIABLE_VALUE,
      description: 'Values instead of what placeholders are bound to.',
    },
    mediaId: uuid("UUID of a file for the header, instead of the template's sample."),
  },
  ['recordId', 'record', 'values', 'mediaId'],
);

const MEDIA = closed(
  'File that is sent: one that was uploaded (POST /media), or that a customer sent.',
  {
    mediaId: uuid('UUID of the file.'),
    kind: text("Kind by which WhatsApp shows the file: taken from the file's type unless given.", {
      enum: MEDIA_KINDS,
    }),
    caption: text('Caption of an image, a video or a document.', { maxLength: MAX_CAPTION }),
  },
  ['kind', 'caption'],
);

/** Body of `POST /v1/messages`. */
export const SEND_MESSAGE: JsonSchema = {
  ...closed(
    'Message to be sent: a text or a file within the service window, or a template at any time.',
    {
      to: RECIPIENT,
      accountId: uuid(
        'UUID of the account that sends; needed where the key works with several, for a text or a file to a number or an externalId.',
      ),
      phoneNumberId: uuid('UUID of the BusinessPhoneNumber that sends; needed where the account has several.'),
      text: text('Text of the message.', { minLength: 1, maxLength: MAX_TEXT }),
      media: MEDIA,
      template: TEMPLATE,
      replyTo: uuid('UUID of the message of the conversation that a text or a file quotes.'),
      sendAt: text('Time at which it is sent, by RFC 3339 with its offset, at most 90 days ahead; absent: at once.', {
        format: 'date-time',
      }),
    },
    ['to', 'accountId', 'phoneNumberId', 'text', 'media', 'template', 'replyTo', 'sendAt'],
  ),
  oneOf: [{ required: ['text', 'to'] }, { required: ['media', 'to'] }, { required: ['template'] }],
};

const RECORD = closed(
  'Record of a data model.',
  {
    externalId: text('Id of the record in your system.', { minLength: 1, maxLength: MAX_KEY }),
    values: {
      type: 'object',
      description:
        'Values by field key, all of them: what is not given is empty. A relation is the other record’s externalId; money is { amount, currency }.',
    },
    portalUrl: text('Page where customers find the record.'),
  },
  ['portalUrl'],
);

/** Body of `POST /v1/records/{model}`. */
export const UPSERT_RECORDS = closed(
  'Records to be stored, by externalId: what is there is replaced.',
  {
    records: { type: 'array', minItems: 1, maxItems: MAX_RECORDS, items: RECORD, description: 'Records, 1 to 1,000.' },
    defaultCountry: text(
      'Country by ISO 3166-1 alpha-2 in which numbers without + or 00 are read; absent: that of the server.',
      { minLength: 2, maxLength: 2 },
    ),
  },
  ['defaultCountry'],
);

/** Header of `POST /v1/messages`. */
export const IDEMPOTENCY_KEY = text(
  "Key of the caller's choice, such as a UUID a message: the same key and body again gives the same answer, and nothing is sent twice. CONFLICT with another body.",
  { minLength: 1, maxLength: MAX_KEY },
);
