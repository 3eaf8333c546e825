export const BROADCASTS_REASONS = {
  RECIPIENTS_TWO_WAYS: 'Give a list of recipients or a filter, not both.',
  RECIPIENTS_MISSING: 'Say who gets it: recipients, or a recordFilter.',
  NO_RECORD_MATCHES: 'No record matches.',
  TOO_MANY_RECORDS_MATCH:
    'More than {limit} records match: set skipInvalid, so that they are prepared in the background, or narrow the filter.',
  BROADCAST_IN_STATE: 'The broadcast is {status}.',
  PACE_OUT_OF_RANGE:
    'From 1 to {limit} messages a second, please. Without it, the broadcast goes as fast as Meta lets the number.',
  START_PASSED: 'This time has passed. Leave {field} out to begin at once.',
  START_TOO_FAR: 'At most {limit} days ahead, please.',
  OTHER_PART_BEFORE: 'Another part of the list came at this place before.',
  BROADCAST_TAKES_NO_MORE: 'The broadcast is {status}, and takes no more recipients.',
  PART_OUT_OF_ORDER: '{expected} recipients have come so far: the next part begins at offset {expected}.',
  FILTER_NOT_IN_PARTS: 'Records that match do not come in parts: give a list, or leave moreRecipientsFollow out.',
  BACKGROUND_SKIPS_INVALID:
    'What is prepared in the background is not checked as a whole: set skipInvalid, and see who is skipped.',
  MORE_ERRORS: '{count} more errors are not listed.',
  RECIPIENT_REACHED_BEFORE: 'This customer is also an earlier recipient: one broadcast reaches a customer once.',
  RECIPIENT_TWICE: 'This customer is also recipient {index}: one broadcast reaches a customer once.',
} as const;
