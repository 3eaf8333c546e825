/**
 * Why an account sends nothing whose secrets cannot be read. Stored, and recognised by; told to administrators, and kept in the history.
 * No apostrophes: it goes into SQL.
 */
export const LOST_KEY_REASON =
  'The access token and app secret cannot be read: they were moved here, or encrypted with a SECRET_KEY that is gone: save both again, or put the former key into SECRET_KEYS_OLD.';
