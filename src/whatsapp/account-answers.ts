import { optionalNumber, optionalText, optionalTexts, requiredText } from './answer.js';
import { isRecord, listOf, type JsonRecord } from './json.js';

/** A token as `GET /debug_token` returns it. */
export interface TokenInspection {
  app_id?: string;
  type?: string;
  is_valid?: boolean;
  /** Unix seconds; 0 is never. */
  expires_at?: number;
  scopes?: string[];
  granular_scopes?: { scope: string; target_ids?: string[] }[];
  error?: { code?: number; subcode?: number; message?: string };
}

/** A business phone number as Meta has it. */
export interface RemotePhoneNumber {
  id: string;
  display_phone_number?: string;
  verified_name?: string;
  quality_rating?: string;
  status?: string;
  throughput?: { level?: string };
  whatsapp_business_manager_messaging_limit?: string;
  webhook_configuration?: { phone_number?: string; whatsapp_business_account?: string; application?: string };
  health_status?: HealthStatus;
}

/** Whether messages can be sent: AVAILABLE, LIMITED or BLOCKED, for the number and everything above it. */
export interface HealthStatus {
  can_send_message?: string;
  entities?: HealthEntity[];
}

export interface HealthEntity {
  entity_type?: string;
  id?: string;
  can_send_message?: string;
  additional_info?: string[];
  errors?: { error_code?: number; error_description?: string; possible_solution?: string }[];
}

/** How an account stands with the Marketing Messages API. */
export interface RemoteMarketingStanding {
  /** INELIGIBLE, ELIGIBLE (its terms have not been accepted) or ONBOARDED; null: Meta does not say. */
  onboardingStatus: string | null;
  /** Meta takes marketing templates by that API alone. */
  isRequired: boolean;
}

/** An app that gets webhooks of an account. */
export interface SubscribedApp {
  whatsapp_business_api_data?: { id?: string; name?: string };
  override_callback_uri?: string;
}

/** Which webhook fields an app gets, and where. */
export interface AppSubscription {
  object?: string;
  callback_url?: string;
  active?: boolean;
  fields?: { name?: string }[];
}

/** Latest time in Unix seconds that a calendar has a use for: the year 2100. */
const LATEST_SECONDS = 4_102_444_800;

/** Answer of `GET /debug_token`; what is not as it should be counts as missing. */
export function readToken(token: JsonRecord): TokenInspection {
  const { is_valid: isValid, error } = token;
  const expiresAt = optionalNumber(token, 'expires_at');
  return {
    app_id: optionalText(token, 'app_id'),
    type: optionalText(token, 'type'),
    is_valid: typeof isValid === 'boolean' ? isValid : undefined,
    expires_at: expiresAt === undefined ? undefined : Math.min(Math.max(0, expiresAt), LATEST_SECONDS),
    scopes: optionalTexts(token, 'scopes'),
    granular_scopes: recordsIn(token, 'granular_scopes').map((scope) => ({
      scope: optionalText(scope, 'scope') ?? '',
      target_ids: optionalTexts(scope, 'target_ids'),
    })),
    error: isRecord(error)
      ? {
          code: optionalNumber(error, 'code'),
          subcode: optionalNumber(error, 'subcode'),
          message: optionalText(error, 'message'),
        }
      : undefined,
  };
}

/** A number of an account. @throws UnreadableAnswerError when it has no id */
export function readPhoneNumber(number: JsonRecord): RemotePhoneNumber {
  const { webhook_configuration: webhooks, health_status: health } = number;
  return {
    id: requiredText(number, 'id'),
    display_phone_number: optionalText(number, 'display_phone_number'),
    verified_name: optionalText(number, 'verified_name'),
    quality_rating: optionalText(number, 'quality_rating'),
    status: optionalText(number, 'status'),
    throughput: { level: optionalText(number.throughput, 'level') },
    whatsapp_business_manager_messaging_limit: optionalText(number, 'whatsapp_business_manager_messaging_limit'),
    webhook_configuration: {
      phone_number: optionalText(webhooks, 'phone_number'),
      whatsapp_business_account: optionalText(webhooks, 'whatsapp_business_account'),
      application: optionalText(webhooks, 'application'),
    },
    health_status: isRecord(health) ? readHealth(health) : undefined,
  };
}

function readHealth(health: JsonRecord): HealthStatus {
  return {
    can_send_message: optionalText(health, 'can_send_message'),
    entities: recordsIn(health, 'entities').map(readHealthEntity),
  };
}

function readHealthEntity(entity: JsonRecord): HealthEntity {
  return {
    entity_type: optionalText(entity, 'entity_type'),
    id: optionalText(entity, 'id'),
    can_send_message: optionalText(entity, 'can_send_message'),
    additional_info: optionalTexts(entity, 'additional_info'),
    errors: recordsIn(entity, 'errors').map((error) => ({
      error_code: optionalNumber(error, 'error_code'),
      error_description: optionalText(error, 'error_description'),
      possible_solution: optionalText(error, 'possible_solution'),
    })),
  };
}

export function readMarketingStanding(account: JsonRecord): RemoteMarketingStanding {
  const status =
    optionalText(account, 'marketing_messages_onboarding_status') ??
    optionalText(account, 'marketing_messages_lite_api_status');
  return { onboardingStatus: status ?? null, isRequired: account.disable_marketing_messages_on_cloud_api === true };
}

export function readSubscribedApp(app: JsonRecord): SubscribedApp {
  const { whatsapp_business_api_data: data } = app;
  return {
    whatsapp_business_api_data: { id: optionalText(data, 'id'), name: optionalText(data, 'name') },
    override_callback_uri: optionalText(app, 'override_callback_uri'),
  };
}

export function readAppSubscription(subscription: JsonRecord): AppSubscription {
  return {
    object: optionalText(subscription, 'object'),
    callback_url: optionalText(subscription, 'callback_url'),
    active: subscription.active === true,
    fields: recordsIn(subscription, 'fields').map((field) => ({ name: optionalText(field, 'name') })),
  };
}

function recordsIn(value: unknown, key: string): JsonRecord[] {
  return listOf(value, key).filter(isRecord);
}
