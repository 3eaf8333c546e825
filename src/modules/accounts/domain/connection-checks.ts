import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import type {
  AppSubscription,
  HealthEntity,
  RemotePhoneNumber,
  SubscribedApp,
  TokenInspection,
} from '../../../whatsapp/accounts-api.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import { refusalFrom } from '../../../whatsapp/errors/graph-error.js';
import { HEALTH_CODES } from '../../../whatsapp/errors/health-codes.js';
import {
  failed,
  passed,
  reportOf,
  skipped,
  warning,
  type ConnectionCheckName,
  type ConnectionReport,
} from './connection-report.js';

/** What a question to Meta brought: an answer, a refusal, or silence. */
export type Finding<T> = { answer: T } | { refusal: Refusal } | { silence: string };

/** Everything that the checks look at. */
export interface ConnectionFacts {
  whatsappAccountId: string;
  appId: string;
  phoneNumberIds: string[];
  callbackUrl: string;
  requiredFields: readonly string[];
  requiredScopes: readonly string[];
  token: Finding<TokenInspection>;
  account: Finding<{ id: string }>;
  phoneNumbers: Finding<RemotePhoneNumber[]>;
  subscribedApps: Finding<SubscribedApp[]>;
  appSubscription: Finding<AppSubscription | null>;
}

type Check = (facts: ConnectionFacts, now: Date) => ReturnType<typeof passed>;

const MAKE_TOKEN =
  'Business Settings, Users, System users: choose an admin system user, Generate token, with both WhatsApp permissions and no expiry. Then save it here.';
const TOKEN_NOT_READ = 'The token could not be examined.';
const ACCOUNT_NOT_READ = 'The account could not be read.';

/** Every check of a connection, each failing in its own way with the step that mends it. */
export function checkConnection(facts: ConnectionFacts, now: Date): ConnectionReport {
  const verdicts = Object.fromEntries(
    Object.entries(CHECKS).map(([name, check]) => [name, check(facts, now)]),
  ) as Record<ConnectionCheckName, ReturnType<typeof passed>>;
  return reportOf(now, verdicts);
}

/** Whether Meta said that the token itself is at an end. */
export function isTokenRefused(facts: ConnectionFacts): boolean {
  return refusedToken(facts) !== null;
}

const CHECKS: Record<ConnectionCheckName, Check> = {
  TOKEN_VALID(facts) {
    const refusal = refusedToken(facts);
    if (refusal?.subcode === 463) return failed('The access token has expired.', MAKE_TOKEN, refusal);
    if (refusal !== null) return failed('Meta does not accept the access token.', MAKE_TOKEN, refusal);
    if ('answer' in facts.token || 'answer' in facts.account) return passed('Meta accepts the access token.');
    if ('silence' in facts.token) return failed('Meta did not answer.', unreachable(facts.token.silence));
    return skipped(TOKEN_NOT_READ);
  },

  TOKEN_PERMANENT({ token }, now) {
    if (!('answer' in token) || token.answer.is_valid !== true) return skipped(TOKEN_NOT_READ);
    const { expires_at: expiresAt = 0, type } = token.answer;
    if (expiresAt === 0) return passed('The access token does not expire.');
    const days = Math.floor((expiresAt * 1000 - now.getTime()) / 86_400_000);
    const kind = type === 'SYSTEM_USER' ? 'access token' : 'temporary access token';
    const left = days < 1 ? 'less than a day' : `${days} day${days === 1 ? '' : 's'}`;
    return warning(`The ${kind} expires in ${left}.`, MAKE_TOKEN);
  },

  TOKEN_SCOPES({ token, requiredScopes }) {
    if (!('answer' in token) || token.answer.is_valid !== true) return skipped(TOKEN_NOT_READ);
    const missing = requiredScopes.filter((scope) => token.answer.scopes?.includes(scope) !== true);
    if (missing.length === 0) return passed('The token has both WhatsApp permissions.');
    return failed(
      `The token lacks ${missing.join(' and ')}.`,
      `Generate the token again and tick ${missing.join(' and ')}.`,
    );
  },

  TOKEN_IS_ADMIN(facts) {
    if (refusedToken(facts) !== null || 'silence' in facts.account) return skipped(TOKEN_NOT_READ);
    if (!('refusal' in facts.account)) return passed('The token may manage the account.');
    if (isOutsideToken(facts)) return skipped('The token was made for other accounts.');
    if (facts.account.refusal.code !== 100) return skipped(ACCOUNT_NOT_READ);
    return failed(
      'The token cannot see the account: it was made for an employee system user, or for one without this asset.',
      'Business Settings, System users: use one with the role Admin, Add assets, WhatsApp accounts, full control. Then generate the token again.',
      facts.account.refusal,
    );
  },

  APP_MATCHES({ token, appId }) {
    if (!('answer' in token) || token.answer.app_id === undefined) return skipped(TOKEN_NOT_READ);
    if (token.answer.app_id === appId) return passed('The token belongs to the app.');
    return failed(
      `The token was made for the app ${token.answer.app_id}, not for ${appId}.`,
      'Generate the token for this app, or save the id and secret of the app that it was made for.',
    );
  },

  APP_SECRET_MATCHES({ token }) {
    if ('answer' in token) return passed('The app id and the app secret belong together.');
    if ('silence' in token) return skipped('Meta did not answer.');
    return failed(
      'Meta does not accept the app secret. Webhooks could not be verified.',
      'App Dashboard, App settings, Basic, App secret, Show. Save it here.',
      token.refusal,
    );
  },

  ACCOUNT_READABLE(facts) {
    const { account, whatsappAccountId } = facts;
    if ('answer' in account) return passed('The account can be read.');
    if (refusedToken(facts) !== null || 'silence' in account) return skipped(ACCOUNT_NOT_READ);
    if (isOutsideToken(facts)) {
      return failed(
        `The token was not made for the account ${whatsappAccountId}.`,
        'Check the account id (WhatsApp Manager, Account settings), or give the system user this account and generate the token again.',
        account.refusal,
      );
    }
    if (account.refusal.code === 100) return skipped('The token may not see the account.');
    return failed('Meta does not show the account to this token.', account.refusal.advice, account.refusal);
  },

  PHONE_NUMBER_IN_ACCOUNT({ phoneNumbers, phoneNumberIds }) {
    if (!('answer' in phoneNumbers)) return skipped(ACCOUNT_NOT_READ);
    const known = new Set(phoneNumbers.answer.map(({ id }) => id));
    const foreign = phoneNumberIds.filter((id) => !known.has(id));
    if (foreign.length === 0) return passed('The phone number belongs to the account.');
    const choice = phoneNumbers.answer
      .map((number) => `${number.id} (${number.display_phone_number ?? '?'})`)
      .join(', ');
    return failed(
      `The phone number id ${foreign.join(', ')} does not belong to this account.`,
      choice === '' ? 'Add a phone number to the account in WhatsApp Manager.' : `Use one of this account: ${choice}.`,
    );
  },

  PHONE_NUMBER_CONNECTED({ phoneNumbers, phoneNumberIds }) {
    if (!('answer' in phoneNumbers)) return skipped(ACCOUNT_NOT_READ);
    const own = phoneNumbers.answer.filter(({ id }) => phoneNumberIds.includes(id));
    if (own.length === 0) return skipped('There is no phone number to look at.');
    const off = own.find(({ status }) => status !== undefined && status !== 'CONNECTED');
    if (off === undefined) return passed('The phone number is connected.');
    return failed(
      `The phone number ${off.display_phone_number ?? off.id} is ${off.status}.`,
      'WhatsApp Manager, Phone numbers: register the number for the Cloud API, or see there why it is held back.',
    );
  },

  APP_SUBSCRIBED({ subscribedApps, appId }) {
    if (!('answer' in subscribedApps)) return skipped(ACCOUNT_NOT_READ);
    if (ownSubscription(subscribedApps.answer, appId) !== undefined)
      return passed('The app is subscribed to the account.');
    return failed(
      'The app is not subscribed to the account: no webhook arrives.',
      'Press Subscribe, or call subscribeWebhooks.',
    );
  },

  CALLBACK_URL_IS_OURS(facts) {
    const { appSubscription, subscribedApps, phoneNumbers, callbackUrl, appId, phoneNumberIds } = facts;
    if (!('answer' in appSubscription)) return skipped('The subscription of the app could not be read.');
    const account = 'answer' in subscribedApps ? ownSubscription(subscribedApps.answer, appId) : undefined;
    const numbers = 'answer' in phoneNumbers ? phoneNumbers.answer.filter(({ id }) => phoneNumberIds.includes(id)) : [];
    const urls = [
      appSubscription.answer?.callback_url,
      account?.override_callback_uri,
      ...numbers.map((number) => number.webhook_configuration?.phone_number),
    ].filter((url): url is string => url !== undefined && url !== '');
    const foreign = urls.find((url) => url !== callbackUrl);
    if (urls.length === 0)
      return failed('The app has no callback URL: no webhook arrives.', 'Press Subscribe, or call subscribeWebhooks.');
    if (foreign === undefined) return passed('Webhooks come to this server.');
    return failed(
      `Webhooks go to ${foreign}, not to ${callbackUrl}.`,
      'Press Subscribe, or call subscribeWebhooks. If another system needs them there, give it an app of its own.',
    );
  },

  WEBHOOK_FIELDS({ appSubscription, requiredFields }) {
    if (!('answer' in appSubscription)) return skipped('The subscription of the app could not be read.');
    const ticked = appSubscription.answer?.fields?.map(({ name }) => name) ?? [];
    const missing = requiredFields.filter((field) => !ticked.includes(field));
    if (missing.length === 0) return passed('All required webhook fields are subscribed.');
    return failed(
      `These webhook fields are not subscribed: ${missing.join(', ')}.`,
      'Press Subscribe, call subscribeWebhooks, or tick them in the App Dashboard, WhatsApp, Configuration.',
    );
  },

  CAN_SEND({ phoneNumbers, phoneNumberIds }) {
    if (!('answer' in phoneNumbers)) return skipped(ACCOUNT_NOT_READ);
    const number = phoneNumbers.answer.find(({ id }) => phoneNumberIds.includes(id));
    if (number?.health_status === undefined) return skipped('Meta says nothing about the health of the number.');
    if (number.status !== undefined && number.status !== 'CONNECTED')
      return skipped('The phone number is not connected.');
    const hindrances = number.health_status.entities?.filter((entity) => entity.can_send_message !== 'AVAILABLE') ?? [];
    const hindrance = hindrances.find((entity) => entity.can_send_message === 'BLOCKED') ?? hindrances[0];
    if (hindrance === undefined) return passed('Messages can be sent.');
    if (hindrance.can_send_message !== 'BLOCKED') return warning(hindranceText(hindrance), hindranceRemedy(hindrance));
    return failed(hindranceText(hindrance), hindranceRemedy(hindrance), hindranceRefusal(hindrance));
  },
};

function refusedToken({ token, account }: ConnectionFacts): Refusal | null {
  if ('answer' in token && token.answer.is_valid === false) {
    const { code = META_ERRORS.TOKEN_INVALID.code, subcode, message } = token.answer.error ?? {};
    return refusalFrom({ code, error_subcode: subcode, message });
  }
  return 'refusal' in account && account.refusal.code === META_ERRORS.TOKEN_INVALID.code ? account.refusal : null;
}

/** The token names the accounts that it was made for, and this is none of them. */
function isOutsideToken({ token, whatsappAccountId }: ConnectionFacts): boolean {
  if (!('answer' in token)) return false;
  const targets = token.answer.granular_scopes?.flatMap((scope) => scope.target_ids ?? []) ?? [];
  return targets.length > 0 && !targets.includes(whatsappAccountId);
}

function ownSubscription(apps: SubscribedApp[], appId: string): SubscribedApp | undefined {
  return apps.find((app) => app.whatsapp_business_api_data?.id === appId);
}

function unreachable(reason: string): string {
  return `Check that this server may reach GRAPH_API_URL (${reason}), then test again.`;
}

const PAYMENT_CODES: ReadonlySet<number> = new Set([META_ERRORS.PAYMENT_PROBLEM.code, HEALTH_CODES.PAYMENT_METHOD]);

function hindranceText(entity: HealthEntity): string {
  const [error] = entity.errors ?? [];
  const said = error?.error_description ?? entity.additional_info?.[0];
  return said ?? `Meta holds back messages (${entity.entity_type ?? 'unknown'}).`;
}

function hindranceRemedy(entity: HealthEntity): string {
  const [error] = entity.errors ?? [];
  if (PAYMENT_CODES.has(error?.error_code ?? 0)) {
    return 'WhatsApp Manager, Payment settings: add or mend the payment method.';
  }
  if (entity.entity_type === 'APP') {
    return 'App Dashboard: set the privacy policy URL, then switch the app from Development to Live.';
  }
  if (entity.entity_type === 'BUSINESS')
    return 'Business Settings, Security Center: complete the verification of the business.';
  return error?.possible_solution ?? 'See Account quality in WhatsApp Manager.';
}

function hindranceRefusal(entity: HealthEntity): Refusal | null {
  const [error] = entity.errors ?? [];
  if (error?.error_code === undefined) return null;
  const { error_code: code, error_description: message, possible_solution: details } = error;
  return {
    ...refusalFrom({ code, message, error_data: { details } }),
    handling: 'FIX_ACCOUNT',
    advice: hindranceRemedy(entity),
  };
}
