/** Findings and remedies of connection checks. */
export const CONNECTION_CHECKS_REASONS = {
  CHECK_TOKEN_EXPIRED: 'The access token has expired.',
  CHECK_TOKEN_REFUSED: 'Meta does not accept the access token.',
  CHECK_TOKEN_ACCEPTED: 'Meta accepts the access token.',
  CHECK_META_SILENT: 'Meta did not answer.',
  CHECK_TOKEN_NOT_READ: 'The token could not be examined.',
  CHECK_TOKEN_PERMANENT: 'The access token does not expire.',
  CHECK_TOKEN_ENDS_TODAY: 'The access token expires in less than a day.',
  CHECK_TOKEN_ENDS: 'Days until the access token expires: {days}.',
  CHECK_SCOPES_THERE: 'The token has both WhatsApp permissions.',
  CHECK_SCOPES_MISSING: 'The token lacks {scopes}.',
  CHECK_TOKEN_MAY_MANAGE: 'The token may manage the account.',
  CHECK_TOKEN_OF_OTHERS: 'The token was made for other accounts.',
  CHECK_ACCOUNT_NOT_READ: 'The account could not be read.',
  CHECK_TOKEN_NOT_ADMIN:
    'The token cannot see the account: it was made for an employee system user, or for one without this asset.',
  CHECK_APP_MATCHES: 'The token belongs to the app.',
  CHECK_APP_DIFFERS: 'The token was made for the app {tokenAppId}, not for {appId}.',
  CHECK_SECRET_MATCHES: 'The app id and the app secret belong together.',
  CHECK_SECRET_REFUSED: 'Meta does not accept the app secret. Webhooks could not be verified.',
  CHECK_ACCOUNT_READABLE: 'The account can be read.',
  CHECK_ACCOUNT_OUTSIDE_TOKEN: 'The token was not made for the account {whatsappAccountId}.',
  CHECK_ACCOUNT_UNSEEN: 'The token may not see the account.',
  CHECK_ACCOUNT_HIDDEN: 'Meta does not show the account to this token.',
  CHECK_NUMBER_OURS: 'The phone number belongs to the account.',
  CHECK_NUMBER_FOREIGN: 'The phone number id {phoneNumberIds} does not belong to this account.',
  CHECK_NUMBER_MISSING: 'There is no phone number to look at.',
  CHECK_NUMBER_CONNECTED: 'The phone number is connected.',
  CHECK_NUMBER_IN_STATE: 'The phone number {number} is {status}.',
  CHECK_NUMBER_OFF: 'The phone number is not connected.',
  CHECK_APP_SUBSCRIBED: 'The app is subscribed to the account.',
  CHECK_APP_NOT_SUBSCRIBED: 'The app is not subscribed to the account: no webhook arrives.',
  CHECK_SUBSCRIPTION_NOT_READ: 'The subscription of the app could not be read.',
  CHECK_CALLBACK_MISSING: 'The app has no callback URL: no webhook arrives.',
  CHECK_CALLBACK_OURS: 'Webhooks come to this server.',
  CHECK_CALLBACK_FOREIGN: 'Webhooks go to {foreignUrl}, not to {callbackUrl}.',
  CHECK_FIELDS_THERE: 'All required webhook fields are subscribed.',
  CHECK_FIELDS_MISSING: 'These webhook fields are not subscribed: {fields}.',
  CHECK_HEALTH_UNKNOWN: 'Meta says nothing about the health of the number.',
  CHECK_CAN_SEND: 'Messages can be sent.',
  CHECK_SENDING_HELD_BACK: 'Meta holds back messages ({entity}).',
  CHECK_MARKETING_API_OFF: 'Marketing templates are sent like every other message.',
  CHECK_MARKETING_API_ON: 'Marketing templates are sent by the Marketing Messages API.',
  CHECK_MARKETING_API_REQUIRED:
    'Meta takes marketing templates of this account by its Marketing Messages API alone, and that is off here: they are refused.',
  CHECK_MARKETING_API_UNKNOWN: 'Meta did not say whether the account may use the Marketing Messages API.',
  CHECK_MARKETING_API_REFUSED:
    'Marketing templates are to go by the Marketing Messages API alone, and the account is {status} there: they are refused.',
  CHECK_MARKETING_API_FALLS_BACK:
    'The account is {status} at the Marketing Messages API: its marketing templates go out as ordinary messages.',
  REMEDY_MAKE_TOKEN:
    'Business Settings, Users, System users: choose an admin system user, Generate token, with both WhatsApp permissions and no expiry. Then save it here.',
  REMEDY_REACH_META: 'Check that this server may reach GRAPH_API_URL ({trouble}), then test again.',
  REMEDY_TICK_SCOPES: 'Generate the token again and tick {scopes}.',
  REMEDY_USE_ADMIN:
    'Business Settings, System users: use one with the role Admin, Add assets, WhatsApp accounts, full control. Then generate the token again.',
  REMEDY_USE_THIS_APP: 'Generate the token for this app, or save the id and secret of the app that it was made for.',
  REMEDY_COPY_SECRET: 'App Dashboard, App settings, Basic, App secret, Show. Save it here.',
  REMEDY_CHECK_ACCOUNT_ID:
    'Check the account id (WhatsApp Manager, Account settings), or give the system user this account and generate the token again.',
  REMEDY_ADD_NUMBER: 'Add a phone number to the account in WhatsApp Manager.',
  REMEDY_USE_NUMBER: 'Use one of this account: {numbers}.',
  REMEDY_REGISTER_NUMBER:
    'WhatsApp Manager, Phone numbers: register the number for the Cloud API, or see there why it is held back.',
  REMEDY_SUBSCRIBE: 'Press Subscribe, or call subscribeWebhooks.',
  REMEDY_SUBSCRIBE_OR_OWN_APP:
    'Press Subscribe, or call subscribeWebhooks. If another system needs them there, give it an app of its own.',
  REMEDY_SUBSCRIBE_FIELDS:
    'Press Subscribe, call subscribeWebhooks, or tick them in the App Dashboard, WhatsApp, Configuration.',
  REMEDY_PAYMENT: 'WhatsApp Manager, Payment settings: add or mend the payment method.',
  REMEDY_APP_LIVE: 'App Dashboard: set the privacy policy URL, then switch the app from Development to Live.',
  REMEDY_VERIFY_BUSINESS: 'Business Settings, Security Center: complete the verification of the business.',
  REMEDY_SWITCH_MARKETING_ON:
    'Choose the Marketing Messages API for this account, or allow marketing on Cloud API in WhatsApp Manager.',
  REMEDY_ONBOARD_MARKETING:
    'WhatsApp Manager, Overview, Alerts: accept the terms of the Marketing Messages API. Then test again, or switch it off for this account.',
  REMEDY_ACCOUNT_QUALITY: 'See Account quality in WhatsApp Manager.',
} as const;
