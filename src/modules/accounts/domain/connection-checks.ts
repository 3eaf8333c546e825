import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import type {
  AppSubscription,
  HealthEntity,
  RemoteMarketingStanding,
  RemotePhoneNumber,
  SubscribedApp,
  TokenInspection,
} from '../../../whatsapp/accounts-api.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import { refusalFrom } from '../../../whatsapp/errors/graph-error.js';
import { HEALTH_CODES } from '../../../whatsapp/errors/health-codes.js';
import type { MarketingMessagesPolicy } from './marketing-policy.js';
import { checkMarketing } from './marketing-check.js';
import {
  failed,
  passed,
  reportOf,
  skipped,
  warning,
  type ConnectionCheckName,
  type ConnectionReport,
} from './connection-report.js';
import { because, type Because } from '../../../common/errors/because.js';
import { worded } from '../../../common/errors/wording.js';

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
  marketingPolicy: MarketingMessagesPolicy;
  marketing: Finding<RemoteMarketingStanding>;
}

type Check = (facts: ConnectionFacts, now: Date) => ReturnType<typeof passed>;

const MAKE_TOKEN = because('REMEDY_MAKE_TOKEN');
const TOKEN_NOT_READ = because('CHECK_TOKEN_NOT_READ');
const ACCOUNT_NOT_READ = because('CHECK_ACCOUNT_NOT_READ');
const SUBSCRIPTION_NOT_READ = because('CHECK_SUBSCRIPTION_NOT_READ');

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
    if (refusal?.subcode === 463) return failed(because('CHECK_TOKEN_EXPIRED'), MAKE_TOKEN, refusal);
    if (refusal !== null) return failed(because('CHECK_TOKEN_REFUSED'), MAKE_TOKEN, refusal);
    if ('answer' in facts.token || 'answer' in facts.account) return passed(because('CHECK_TOKEN_ACCEPTED'));
    if ('silence' in facts.token) return failed(because('CHECK_META_SILENT'), unreachable(facts.token.silence));
    return skipped(TOKEN_NOT_READ);
  },

  TOKEN_PERMANENT({ token }, now) {
    if (!('answer' in token) || token.answer.is_valid !== true) return skipped(TOKEN_NOT_READ);
    const { expires_at: expiresAt = 0 } = token.answer;
    if (expiresAt === 0) return passed(because('CHECK_TOKEN_PERMANENT'));
    const days = Math.floor((expiresAt * 1000 - now.getTime()) / 86_400_000);
    return warning(days < 1 ? because('CHECK_TOKEN_ENDS_TODAY') : because('CHECK_TOKEN_ENDS', { days }), MAKE_TOKEN);
  },

  TOKEN_SCOPES({ token, requiredScopes }) {
    if (!('answer' in token) || token.answer.is_valid !== true) return skipped(TOKEN_NOT_READ);
    const missing = requiredScopes.filter((scope) => token.answer.scopes?.includes(scope) !== true);
    if (missing.length === 0) return passed(because('CHECK_SCOPES_THERE'));
    const scopes = missing.join(', ');
    return failed(because('CHECK_SCOPES_MISSING', { scopes }), because('REMEDY_TICK_SCOPES', { scopes }));
  },

  TOKEN_IS_ADMIN(facts) {
    if (refusedToken(facts) !== null || 'silence' in facts.account) return skipped(TOKEN_NOT_READ);
    if (!('refusal' in facts.account)) return passed(because('CHECK_TOKEN_MAY_MANAGE'));
    if (isOutsideToken(facts)) return skipped(because('CHECK_TOKEN_OF_OTHERS'));
    if (facts.account.refusal.code !== 100) return skipped(ACCOUNT_NOT_READ);
    return failed(because('CHECK_TOKEN_NOT_ADMIN'), because('REMEDY_USE_ADMIN'), facts.account.refusal);
  },

  APP_MATCHES({ token, appId }) {
    if (!('answer' in token) || token.answer.app_id === undefined) return skipped(TOKEN_NOT_READ);
    if (token.answer.app_id === appId) return passed(because('CHECK_APP_MATCHES'));
    return failed(
      because('CHECK_APP_DIFFERS', { tokenAppId: token.answer.app_id, appId }),
      because('REMEDY_USE_THIS_APP'),
    );
  },

  APP_SECRET_MATCHES({ token }) {
    if ('answer' in token) return passed(because('CHECK_SECRET_MATCHES'));
    if ('silence' in token) return skipped(because('CHECK_META_SILENT'));
    return failed(because('CHECK_SECRET_REFUSED'), because('REMEDY_COPY_SECRET'), token.refusal);
  },

  ACCOUNT_READABLE(facts) {
    const { account, whatsappAccountId } = facts;
    if ('answer' in account) return passed(because('CHECK_ACCOUNT_READABLE'));
    if (refusedToken(facts) !== null || 'silence' in account) return skipped(ACCOUNT_NOT_READ);
    if (isOutsideToken(facts)) {
      return failed(
        because('CHECK_ACCOUNT_OUTSIDE_TOKEN', { whatsappAccountId }),
        because('REMEDY_CHECK_ACCOUNT_ID'),
        account.refusal,
      );
    }
    if (account.refusal.code === 100) return skipped(because('CHECK_ACCOUNT_UNSEEN'));
    return failed(because('CHECK_ACCOUNT_HIDDEN'), account.refusal.advice, account.refusal);
  },

  PHONE_NUMBER_IN_ACCOUNT({ phoneNumbers, phoneNumberIds }) {
    if (!('answer' in phoneNumbers)) return skipped(ACCOUNT_NOT_READ);
    const known = new Set(phoneNumbers.answer.map(({ id }) => id));
    const foreign = phoneNumberIds.filter((id) => !known.has(id));
    if (foreign.length === 0) return passed(because('CHECK_NUMBER_OURS'));
    const choice = phoneNumbers.answer
      .map((number) => `${number.id} (${number.display_phone_number ?? '?'})`)
      .join(', ');
    return failed(
      because('CHECK_NUMBER_FOREIGN', { phoneNumberIds: foreign.join(', ') }),
      choice === '' ? because('REMEDY_ADD_NUMBER') : because('REMEDY_USE_NUMBER', { numbers: choice }),
    );
  },

  PHONE_NUMBER_CONNECTED({ phoneNumbers, phoneNumberIds }) {
    if (!('answer' in phoneNumbers)) return skipped(ACCOUNT_NOT_READ);
    const own = phoneNumbers.answer.filter(({ id }) => phoneNumberIds.includes(id));
    if (own.length === 0) return skipped(because('CHECK_NUMBER_MISSING'));
    const off = own.find(({ status }) => status !== undefined && status !== 'CONNECTED');
    if (off === undefined) return passed(because('CHECK_NUMBER_CONNECTED'));
    return failed(
      because('CHECK_NUMBER_IN_STATE', { number: off.display_phone_number ?? off.id, status: off.status ?? '' }),
      because('REMEDY_REGISTER_NUMBER'),
    );
  },

  APP_SUBSCRIBED({ subscribedApps, appId }) {
    if (!('answer' in subscribedApps)) return skipped(ACCOUNT_NOT_READ);
    if (ownSubscription(subscribedApps.answer, appId) !== undefined) return passed(because('CHECK_APP_SUBSCRIBED'));
    return failed(because('CHECK_APP_NOT_SUBSCRIBED'), because('REMEDY_SUBSCRIBE'));
  },

  CALLBACK_URL_IS_OURS(facts) {
    const { appSubscription, subscribedApps, phoneNumbers, callbackUrl, appId, phoneNumberIds } = facts;
    if (!('answer' in appSubscription)) return skipped(SUBSCRIPTION_NOT_READ);
    const account = 'answer' in subscribedApps ? ownSubscription(subscribedApps.answer, appId) : undefined;
    const numbers = 'answer' in phoneNumbers ? phoneNumbers.answer.filter(({ id }) => phoneNumberIds.includes(id)) : [];
    const urls = [
      appSubscription.answer?.callback_url,
      account?.override_callback_uri,
      ...numbers.map((number) => number.webhook_configuration?.phone_number),
    ].filter((url): url is string => url !== undefined && url !== '');
    const foreign = urls.find((url) => url !== callbackUrl);
    if (urls.length === 0) return failed(because('CHECK_CALLBACK_MISSING'), because('REMEDY_SUBSCRIBE'));
    if (foreign === undefined) return passed(because('CHECK_CALLBACK_OURS'));
    return failed(
      because('CHECK_CALLBACK_FOREIGN', { foreignUrl: foreign, callbackUrl }),
      because('REMEDY_SUBSCRIBE_OR_OWN_APP'),
    );
  },

  WEBHOOK_FIELDS({ appSubscription, requiredFields }) {
    if (!('answer' in appSubscription)) return skipped(SUBSCRIPTION_NOT_READ);
    const ticked = appSubscription.answer?.fields?.map(({ name }) => name) ?? [];
    const missing = requiredFields.filter((field) => !ticked.includes(field));
    if (missing.length === 0) return passed(because('CHECK_FIELDS_THERE'));
    return failed(because('CHECK_FIELDS_MISSING', { fields: missing.join(', ') }), because('REMEDY_SUBSCRIBE_FIELDS'));
  },

  CAN_SEND({ phoneNumbers, phoneNumberIds }) {
    if (!('answer' in phoneNumbers)) return skipped(ACCOUNT_NOT_READ);
    const number = phoneNumbers.answer.find(({ id }) => phoneNumberIds.includes(id));
    if (number?.health_status === undefined) return skipped(because('CHECK_HEALTH_UNKNOWN'));
    if (number.status !== undefined && number.status !== 'CONNECTED') return skipped(because('CHECK_NUMBER_OFF'));
    const hindrances = number.health_status.entities?.filter((entity) => entity.can_send_message !== 'AVAILABLE') ?? [];
    const hindrance = hindrances.find((entity) => entity.can_send_message === 'BLOCKED') ?? hindrances[0];
    if (hindrance === undefined) return passed(because('CHECK_CAN_SEND'));
    if (hindrance.can_send_message !== 'BLOCKED') return warning(hindranceText(hindrance), hindranceRemedy(hindrance));
    return failed(hindranceText(hindrance), hindranceRemedy(hindrance), hindranceRefusal(hindrance));
  },

  MARKETING_MESSAGES: ({ marketingPolicy, marketing }) =>
    checkMarketing(marketingPolicy, 'answer' in marketing ? marketing.answer : null),
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

function unreachable(trouble: string): Because {
  return because('REMEDY_REACH_META', { trouble });
}

const PAYMENT_CODES: ReadonlySet<number> = new Set([META_ERRORS.PAYMENT_PROBLEM.code, HEALTH_CODES.PAYMENT_METHOD]);

function hindranceText(entity: HealthEntity): Because | string {
  const [error] = entity.errors ?? [];
  const said = error?.error_description ?? entity.additional_info?.[0];
  return said ?? because('CHECK_SENDING_HELD_BACK', { entity: entity.entity_type ?? 'unknown' });
}

function hindranceRemedy(entity: HealthEntity): Because | string {
  const [error] = entity.errors ?? [];
  if (PAYMENT_CODES.has(error?.error_code ?? 0)) {
    return because('REMEDY_PAYMENT');
  }
  if (entity.entity_type === 'APP') {
    return because('REMEDY_APP_LIVE');
  }
  if (entity.entity_type === 'BUSINESS') return because('REMEDY_VERIFY_BUSINESS');
  return error?.possible_solution ?? because('REMEDY_ACCOUNT_QUALITY');
}

function hindranceRefusal(entity: HealthEntity): Refusal | null {
  const [error] = entity.errors ?? [];
  if (error?.error_code === undefined) return null;
  const { error_code: code, error_description: message, possible_solution: details } = error;
  return {
    ...refusalFrom({ code, message, error_data: { details } }),
    handling: 'FIX_ACCOUNT',
    advice: worded(hindranceRemedy(entity)).text,
  };
}
