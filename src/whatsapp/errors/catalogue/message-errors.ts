import { FIX_INPUT, STOP_RECIPIENT, type MetaError } from '../meta-error.js';
import { FIX_REQUEST } from './common-advice.js';

/** One message: what it says, and whom it is for. */
export const MESSAGE_ERRORS = {
  RECIPIENT_BLOCKED: {
    code: 130403,
    title: 'You have blocked this customer',
    ...STOP_RECIPIENT,
    advice: 'Unblock the customer before writing.',
  },
  MARKETING_EXPERIMENT: {
    code: 130472,
    title: 'Customer is part of an experiment',
    ...STOP_RECIPIENT,
    advice: 'Meta does not deliver marketing to this customer now. Other messages are possible when they write.',
  },
  COUNTRY_NOT_ALLOWED: {
    code: 130497,
    title: 'Country not allowed',
    ...STOP_RECIPIENT,
    advice: 'The business may not write to customers in this country.',
  },
  RECIPIENT_IS_SENDER: {
    code: 131021,
    title: 'Recipient is the sender',
    ...STOP_RECIPIENT,
    advice: 'A business number cannot write to itself.',
  },
  UNDELIVERABLE: {
    code: 131026,
    title: 'Undeliverable',
    ...STOP_RECIPIENT,
    advice: 'The number is not on WhatsApp, runs an old version, or does not accept the message. Use another channel.',
  },
  SERVICE_WINDOW_CLOSED: {
    code: 131047,
    title: 'Service window closed',
    ...FIX_INPUT,
    advice: 'More than 24 hours since the customer last wrote: send a template.',
  },
  RECIPIENT_PROTECTED: {
    code: 131049,
    title: 'Not delivered to protect the customer',
    ...STOP_RECIPIENT,
    advice: 'The customer has had enough marketing. Wait at least 24 hours.',
  },
  MARKETING_STOPPED: {
    code: 131050,
    title: 'Customer stopped marketing',
    ...STOP_RECIPIENT,
    advice: 'The customer does not want marketing. Send no more until they ask for it.',
  },
  MESSAGE_TYPE_UNSUPPORTED: { code: 131051, title: 'Message type not supported', ...FIX_INPUT, advice: FIX_REQUEST },
  INBOUND_FILE_UNAVAILABLE: {
    code: 131052,
    title: "Customer's file not available",
    ...FIX_INPUT,
    advice: 'Ask the customer to send the file again, or smaller.',
  },
  FILE_REFUSED: {
    code: 131053,
    title: 'File refused',
    ...FIX_INPUT,
    advice: 'Meta could not read the file. Check type, size and format.',
  },
  PHONE_NUMBER_NEEDED: {
    code: 131062,
    title: 'Phone number needed',
    ...STOP_RECIPIENT,
    advice: 'Such a message can be sent only to a phone number, which this customer has not shown.',
  },
  ONLY_MARKETING_ALLOWED: {
    code: 134100,
    title: 'Only marketing here',
    ...FIX_INPUT,
    advice:
      'The Marketing Messages API takes marketing templates alone, and this is none for Meta. Synchronise the templates.',
  },
  IDENTITY_CHANGED: {
    code: 137000,
    title: 'Identity changed',
    ...STOP_RECIPIENT,
    advice: "The customer's identity key has changed. Make sure that it is the same person.",
  },
} as const satisfies Record<string, MetaError>;
