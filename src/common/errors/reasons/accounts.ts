export const ACCOUNTS_REASONS = {
  KEY_ADDS_NO_ACCOUNT: 'This API key is limited to certain accounts: it cannot add one.',
  ACCOUNT_CONNECTED_ALREADY: 'This WhatsApp account is connected already.',
  TOKEN_REFUSED_BY_META:
    'Meta refuses the access token. Save a new one, or test the connection if Meta accepts it again.',
  KEY_NAMES_ACCOUNTS: 'This API key is limited to certain accounts: name those whose events the endpoint is to get.',
  ACCOUNTS_EMPTY: 'Name an account, or leave the list out for all of them.',
  ENDPOINTS_FULL: 'There are {limit} endpoints already. Delete one that is not needed any more.',
  EVENTS_MISSING: 'Choose at least one kind of event.',
  META_ID_FORM: "Meta's ids consist of digits.",
  SECRET_FORM: 'It has characters that Meta does not use here, perhaps a blank: copy it again.',
  SECRETS_UNREADABLE:
    'The access token and app secret cannot be read: they were moved here, or encrypted with a SECRET_KEY that is gone: save both again, or put the former key into SECRET_KEYS_OLD.',
  ENDPOINT_ADDRESS_FORM: 'This is no address, such as https://example.com/webhooks.',
  ENDPOINT_NEEDS_HTTPS: 'It has to begin with https.',
  ENDPOINT_WITH_PASSWORD: 'It holds a user name or a password. Webhooks are signed: check the signature instead.',
  ENDPOINT_WITH_FRAGMENT: 'It holds a fragment (#), which no server is told.',
  ENDPOINT_PORT: 'It names port {port}: only 443, and those from {from} on.',
  ENDPOINT_PRIVATE: 'It leads to this machine or into a private network (see ENDPOINT_PRIVATE_HOSTS).',
  OVERLAP_TOO_LONG: 'At most {limit} hours, please.',
} as const;
