/** Why an account sends nothing whose secrets cannot be read. Stored, and recognised by; no apostrophes: it goes into SQL. */
export const LOST_KEY_REASON =
  'The access token and app secret were encrypted with a SECRET_KEY that is gone: save both again, or put the former key into SECRET_KEYS_OLD.';
