import {
  RENEW_TOKEN,
  GIVE_ACCESS,
  FIX_REQUEST,
  WAIT,
  META_TROUBLE,
  ADD_PAYMENT,
  REGISTER,
  FIX_PARAMETERS,
  type CatalogueRow,
  type ErrorHandling,
} from './error-advice.js';
import { GROUP_CODES, OTHER_CODES } from './rare-errors.js';

export interface CatalogueEntry {
  code: number;
  title: string;
  handling: ErrorHandling;
  advice: string;
}

/** Every code of Meta's Cloud API that is known, in order. The sender and the API read this same table. */
export const ERROR_CATALOGUE: readonly CatalogueEntry[] = (
  [
    [0, 'Authentication failed', 'FIX_ACCOUNT', RENEW_TOKEN],
    [1, 'Unknown API error', 'AMBIGUOUS', META_TROUBLE],
    [2, 'Service temporarily down', 'AMBIGUOUS', META_TROUBLE],
    [3, 'Capability missing', 'FIX_ACCOUNT', GIVE_ACCESS],
    [4, 'Too many calls by the app', 'RETRY_LATER', WAIT],
    [10, 'Permission denied', 'FIX_ACCOUNT', GIVE_ACCESS],
    [
      33,
      'Phone number deleted',
      'FIX_ACCOUNT',
      'This business phone number no longer exists at Meta. Use another one.',
    ],
    [100, 'Invalid parameter', 'FIX_INPUT', FIX_REQUEST],
    [102, 'Session ended', 'FIX_ACCOUNT', RENEW_TOKEN],
    [190, 'Access token invalid', 'FIX_ACCOUNT', RENEW_TOKEN],
    [200, 'Permission missing', 'FIX_ACCOUNT', GIVE_ACCESS],
    [
      368,
      'Blocked for policy violations',
      'FIX_ACCOUNT',
      'Meta has blocked sending for a time. See Account quality in WhatsApp Manager; sending resumes when the block ends.',
    ],
    [613, 'Too many calls', 'RETRY_LATER', WAIT],
    [
      2200,
      'Callback could not be verified',
      'FIX_ACCOUNT',
      'Meta could not reach the callback URL. PUBLIC_URL must be reachable by HTTPS with a valid certificate.',
    ],
    [2500, 'Unknown path', 'FIX_INPUT', FIX_REQUEST],
    [80007, 'Too many calls for the account', 'RETRY_LATER', WAIT],
    [130403, 'You have blocked this customer', 'STOP_RECIPIENT', 'Unblock the customer before writing.'],
    [130429, 'Too many messages a second', 'RETRY_LATER', WAIT],
    [
      130472,
      'Customer is part of an experiment',
      'STOP_RECIPIENT',
      'Meta does not deliver marketing to this customer now. Other messages are possible when they write.',
    ],
    [130497, 'Country not allowed', 'STOP_RECIPIENT', 'The business may not write to customers in this country.'],
    [131000, 'Something went wrong', 'AMBIGUOUS', META_TROUBLE],
    [131005, 'Access denied', 'FIX_ACCOUNT', GIVE_ACCESS],
    [131008, 'Required parameter missing', 'FIX_INPUT', FIX_REQUEST],
    [131009, 'Parameter value invalid', 'FIX_INPUT', FIX_REQUEST],
    [131014, 'Call ended', 'FIX_INPUT', 'The call no longer exists.'],
    [131016, 'Service unavailable', 'AMBIGUOUS', META_TROUBLE],
    [131020, 'Group of one', 'FIX_INPUT', 'The group has no other member. Invite somebody first.'],
    [131021, 'Recipient is the sender', 'STOP_RECIPIENT', 'A business number cannot write to itself.'],
    [
      131026,
      'Undeliverable',
      'STOP_RECIPIENT',
      'The number is not on WhatsApp, runs an old version, or does not accept the message. Use another channel.',
    ],
    [
      131030,
      'Recipient not in the test list',
      'FIX_ACCOUNT',
      'A test number reaches only the numbers on its list. Add this one, or put the app live with a real number.',
    ],
    [131031, 'Account locked', 'FIX_ACCOUNT', 'Meta has locked the account. See its state in WhatsApp Manager.'],
    [
      131037,
      'Display name not approved',
      'FIX_ACCOUNT',
      'Have the display name of the number approved in WhatsApp Manager.',
    ],
    [131041, 'Group unknown', 'STOP_RECIPIENT', 'Meta knows no such group, or the number is no member of it.'],
    [131042, 'Payment problem', 'FIX_ACCOUNT', ADD_PAYMENT],
    [131044, 'Payment problem with calls', 'FIX_ACCOUNT', ADD_PAYMENT],
    [131045, 'Registration problem', 'FIX_ACCOUNT', REGISTER],
    [
      131047,
      'Service window closed',
      'FIX_INPUT',
      'More than 24 hours since the customer last wrote: send a template.',
    ],
    [
      131048,
      'Spam limit',
      'FIX_ACCOUNT',
      'Too many earlier messages were blocked or reported. Stop campaigns and see the quality of the number.',
    ],
    [
      131049,
      'Not delivered to protect the customer',
      'STOP_RECIPIENT',
      'The customer has had enough marketing. Wait at least 24 hours.',
    ],
    [
      131050,
      'Customer stopped marketing',
      'STOP_RECIPIENT',
      'The customer does not want marketing. Send no more until they ask for it.',
    ],
    [131051, 'Message type not supported', 'FIX_INPUT', FIX_REQUEST],
    [131052, "Customer's file not available", 'FIX_INPUT', 'Ask the customer to send the file again, or smaller.'],
    [131053, 'File refused', 'FIX_INPUT', 'Meta could not read the file. Check type, size and format.'],
    [131055, 'Method not allowed', 'FIX_INPUT', FIX_REQUEST],
    [131056, 'Too many messages to one customer', 'RETRY_LATER', WAIT],
    [131057, 'Maintenance', 'RETRY_LATER', 'Meta is changing the account. The system tries again in some minutes.'],
    [131059, 'Page cursor expired', 'RETRY_LATER', WAIT],
    [
      131062,
      'Phone number needed',
      'STOP_RECIPIENT',
      'Such a message can be sent only to a phone number, which this customer has not shown.',
    ],
    [
      131063,
      'Marketing switched off',
      'FIX_ACCOUNT',
      'Marketing templates are switched off on this account. Switch them on in WhatsApp Manager.',
    ],
    [
      131064,
      'Templates in wrong categories',
      'FIX_ACCOUNT',
      'Meta limits the account because templates were in wrong categories. Mend their categories.',
    ],
    ...GROUP_CODES,
    [132000, 'Number of values wrong', 'FIX_INPUT', FIX_PARAMETERS],
    [
      132001,
      'Template missing',
      'FIX_INPUT',
      'Meta has no approved template of this name in this language. Synchronise the templates.',
    ],
    [132005, 'Text too long', 'FIX_INPUT', 'The template with its values is too long. Shorten the values.'],
    [132007, 'Content not allowed', 'FIX_INPUT', FIX_REQUEST],
    [132008, 'Value in wrong form', 'FIX_INPUT', FIX_PARAMETERS],
    [132012, 'Value of wrong kind', 'FIX_INPUT', FIX_PARAMETERS],
    [
      132015,
      'Template paused',
      'FIX_INPUT',
      'Meta has paused the template for low quality. Use or submit another one.',
    ],
    [132016, 'Template disabled', 'FIX_INPUT', 'Meta has disabled the template for good. Use another one.'],
    [
      132018,
      'Value not allowed',
      'FIX_INPUT',
      'A value contains a line break, a tab or more than four blanks in a row. Change it.',
    ],
    [132068, 'Flow blocked', 'FIX_INPUT', 'The flow is blocked. Mend it in WhatsApp Manager.'],
    [132069, 'Flow throttled', 'RETRY_LATER', WAIT],
    [
      133000,
      'Deregistration incomplete',
      'FIX_ACCOUNT',
      'Deregister the number again in WhatsApp Manager, then register it.',
    ],
    [133004, 'Server unavailable', 'AMBIGUOUS', META_TROUBLE],
    [133005, 'Wrong PIN', 'FIX_ACCOUNT', 'The two-step PIN of the number is wrong.'],
    [133006, 'Number not verified', 'FIX_ACCOUNT', 'Verify the phone number in WhatsApp Manager.'],
    [133008, 'Too many wrong PINs', 'FIX_ACCOUNT', 'The PIN was guessed too often. Wait as long as the details say.'],
    [133009, 'PIN guessed too fast', 'FIX_ACCOUNT', 'Wait as long as the details say before the PIN is tried again.'],
    [133010, 'Number not registered', 'FIX_ACCOUNT', REGISTER],
    [133015, 'Number just deleted', 'RETRY_LATER', 'Wait five minutes before the number is registered again.'],
    [133016, 'Too many registrations', 'RETRY_LATER', 'Wait 72 hours before the number is registered again.'],
    [134011, 'Payment terms not accepted', 'FIX_ACCOUNT', 'Accept the WhatsApp Payments terms in WhatsApp Manager.'],
    [134100, 'Only marketing here', 'FIX_INPUT', FIX_REQUEST],
    [
      134101,
      'Template not ready',
      'RETRY_LATER',
      'The template is still being distributed. The system tries again within ten minutes.',
    ],
    [134102, 'Template not available', 'FIX_INPUT', 'The template cannot be used. Synchronise the templates.'],
    [135000, 'Refused without a reason', 'FIX_INPUT', FIX_REQUEST],
    [
      136024,
      'Verification not possible',
      'FIX_ACCOUNT',
      'The number is verified already, or cannot be verified in this way.',
    ],
    [
      137000,
      'Identity changed',
      'STOP_RECIPIENT',
      "The customer's identity key has changed. Make sure that it is the same person.",
    ],
    ...OTHER_CODES,
  ] satisfies CatalogueRow[]
).map(([code, title, handling, advice]) => ({ code, title, handling, advice }));

const BY_CODE = new Map(ERROR_CATALOGUE.map((entry) => [entry.code, entry]));
/** Meta uses all of these for missing permissions. */
const PERMISSION_CODES = { first: 200, last: 299 };

/** How a code is handled; an unknown one is not tried again, because nobody knows whether it was sent. */
export function catalogueEntry(code: number): CatalogueEntry {
  const known = BY_CODE.get(code);
  if (known !== undefined) return known;
  if (code >= PERMISSION_CODES.first && code <= PERMISSION_CODES.last) {
    return { code, title: 'Permission missing', handling: 'FIX_ACCOUNT', advice: GIVE_ACCESS };
  }
  return { code, title: 'Unknown code', handling: 'FIX_INPUT', advice: FIX_REQUEST };
}
