export const GENERAL_REASONS = {
  NOT_FOUND: 'There is no such {what}, or you may not see it.',
  RATE_LIMITED: '{what} Try again in {time}.',
  VALUE_REQUIRED: 'This is required.',
  NOT_IN_ENUM: 'This must be a value of the enum {type}.',
  FIELD_UNKNOWN_TO_TYPE: '{type} has no such field.',
  EXACTLY_ONE_FIELD: 'Give exactly one of {fields}.',
  OUTPUT_ONLY: 'PhoneNumber is for output only.',
  WRONG_TYPE: 'This value is not of the type that belongs here.',
  BODY_NOT_JSON: 'The body is no JSON that can be read.',
  NOTHING_AT_ADDRESS: 'There is nothing at this address.',
  ERASED_MEANWHILE: 'What belongs to this was erased at this very moment: ask again.',
  MORE_VIOLATIONS: 'There is more than the first {limit} that is wrong: the rest is not listed.',
  OBJECT_EXPECTED: 'This must be an object: {type}.',
  KEY_HEADER_EMPTY: 'The header Idempotency-Key is empty.',
  KEY_GIVEN_TWICE: 'The header Idempotency-Key and the input have different keys: give one.',
  KEY_FOR_SEVERAL:
    'The header Idempotency-Key names one request, and this document has several mutations that take a key: give each its own in its input.',
  TOO_MANY_CHARACTERS: 'At most {limit} characters, please.',
  FILL_IN: 'Please fill this in.',
  COUNTRY_CODE_EXPECTED: 'Two letters of ISO 3166-1, please, such as DE or US; null for none.',
  TOO_MANY_ENTRIES: 'At most {limit} entries, please.',
  FORMER_NAME: 'Give {name} alone: this is its former name.',
  CURSOR_FOREIGN:
    'This cursor is not one that was given out here, for this list in this order. Begin without a cursor.',
  FORMER_PLACE: 'Give filter alone: {name} is its former place.',
  NESTED_TOO_DEEP: 'At most {limit} lists and objects within each other, please.',
  TEXT_CUT: 'This text has been cut in the middle of a character, perhaps an emoji. Cut it by characters instead.',
  ONE_LINE_EXPECTED: 'This must be on one line, without line breaks and tabs.',
  CONTROL_CHARACTERS: 'This text has control characters, which nobody can see: write or copy it again.',
  PHONE_EMPTY: 'There is no phone number.',
  PHONE_SPREADSHEET:
    'A spreadsheet has made a decimal of this phone number (.0 or E+12): format the column as text, and take the number from its source.',
  PHONE_EXTENSION: 'WhatsApp reaches no extensions: give the number without it, if that is whom you mean.',
  PHONE_TRUNK_ZERO: 'A zero stands after the country code which belongs to national numbers only: leave it out.',
  SEARCH_TOO_SHORT:
    'Give at least {limit} letters or digits of a word, or a whole shorter one: punctuation alone is not looked for.',
  RECIPIENTS_EMPTY: 'There is no recipient.',
  TEMPLATE_NAMES_NO_RECIPIENT:
    'The template needs a data model (appliesTo) and a phoneField, so that records tell who gets it.',
  ACCOUNT_ARCHIVED: 'The account is archived.',
  ACCOUNT_MISSING: 'You see several accounts: say which one with accountId.',
  KEY_HEADER_MISSING:
    'Send the header Idempotency-Key, such as a UUID a message: then it is sent once, however often you ask.',
  FIELD_UNKNOWN: 'There is no such field.',
  OTHER_TYPE_EXPECTED: 'This must be {expected}.',
  ONE_OF_EXPECTED: 'This must be one of {expected}.',
  TOO_MUCH: 'At most {limit} {unit}, please.',
  TOO_LITTLE: 'At least {limit} {unit}, please.',
  OUT_OF_PLACE: 'This is not what belongs here.',
  CUSTOMER_NEVER_WROTE: 'This customer has never written to this number. WhatsApp allows only a template now.',
  WEB_ADDRESS_EXPECTED: 'This must be an address that begins with https:// or http://.',
  META_REFUSED: 'Meta refused: {reason}',
  META_UNREADABLE: 'Meta answered with something that could not be understood. Try again in a minute.',
  META_SILENT: 'Meta did not answer. Try again in a minute.',
  EXACTLY_ONE_OF_TYPE: 'Give exactly one field of {type}, and not null.',
  VALUE_FORM: '{rule}',
  PAGE_TOO_SMALL: 'At least one entry a page, please.',
  PAGE_TOO_LARGE: 'At most {limit} entries a page, please.',
  AFTER_WITH_LAST: 'Give first with after: with last the page would end at the end of the list.',
  FIRST_AND_LAST: 'Give first or last: a page is counted from one end.',
  BEFORE_WITH_FIRST: 'Give last with before: with first the page would begin at the beginning of the list.',
  PHONE_NOT_A_NUMBER:
    'Not a phone number, or more than one: write it with + and its country code, such as +14155550100.',
  PHONE_COUNTRY_MISSING:
    'The country of this phone number is not known: write it with + and its country code, such as +14155550100, or set a default country.',
  PHONE_COUNTRY_UNKNOWN:
    'No country has the code with which this phone number begins: write it with + and its country code, such as +14155550100.',
  PHONE_TOO_SHORT:
    'The phone number is too short for its country: write it with + and its country code, such as +14155550100.',
  PHONE_TOO_LONG:
    'The phone number is too long for its country: write it with + and its country code, such as +14155550100.',
  PHONE_NOT_IN_USE:
    'Its country has no phone number like this: write it with + and its country code, such as +14155550100.',
  PHONE_AMBIGUOUS:
    'These digits can be phone numbers of two countries: write it with + and its country code, such as +14155550100.',
} as const;
