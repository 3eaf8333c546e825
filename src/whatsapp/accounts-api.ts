import { Injectable } from '@nestjs/common';
import { GraphClient } from './graph-client.js';

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

export interface SubscribedApp {
  whatsapp_business_api_data?: { id?: string; name?: string };
  override_callback_uri?: string;
}

export interface AppSubscription {
  object?: string;
  callback_url?: string;
  active?: boolean;
  fields?: { name?: string }[];
}

export interface AccountKeys {
  whatsappAccountId: string;
  appId: string;
  appSecret: string;
  accessToken: string;
}

const PHONE_NUMBER_FIELDS =
  'id,display_phone_number,verified_name,quality_rating,status,throughput,whatsapp_business_manager_messaging_limit,webhook_configuration,health_status';
const OBJECT = 'whatsapp_business_account';

/** What Meta tells about an account, its token, numbers and webhooks; and how they are set up. */
@Injectable()
export class AccountsApi {
  constructor(private readonly graph: GraphClient) {}

  /** Asked with the app's own token, so it also proves the app secret. */
  async inspectToken(keys: AccountKeys): Promise<TokenInspection> {
    const { data } = await this.graph.call<{ data: TokenInspection }>({
      method: 'GET',
      path: '/debug_token',
      accessToken: this.appToken(keys),
      query: { input_token: keys.accessToken },
    });
    return data;
  }

  async readAccount(keys: AccountKeys): Promise<{ id: string; name?: string }> {
    return this.graph.call({
      method: 'GET',
      path: `/${keys.whatsappAccountId}`,
      accessToken: keys.accessToken,
      query: { fields: 'id,name' },
    });
  }

  async phoneNumbers(keys: AccountKeys): Promise<RemotePhoneNumber[]> {
    const found: RemotePhoneNumber[] = [];
    const request = {
      method: 'GET' as const,
      path: `/${keys.whatsappAccountId}/phone_numbers`,
      accessToken: keys.accessToken,
      query: { fields: PHONE_NUMBER_FIELDS, limit: '100' },
    };
    for await (const { answer } of this.graph.pages<RemotePhoneNumber>(request)) found.push(...answer);
    return found;
  }

  async subscribedApps(keys: AccountKeys): Promise<SubscribedApp[]> {
    const { data } = await this.graph.call<{ data?: SubscribedApp[] }>({
      method: 'GET',
      path: `/${keys.whatsappAccountId}/subscribed_apps`,
      accessToken: keys.accessToken,
    });
    return data ?? [];
  }

  async appSubscription(keys: AccountKeys): Promise<AppSubscription | null> {
    const { data } = await this.graph.call<{ data?: AppSubscription[] }>({
      method: 'GET',
      path: `/${keys.appId}/subscriptions`,
      accessToken: this.appToken(keys),
    });
    return data?.find(({ object }) => object === OBJECT) ?? null;
  }

  /** Meta calls the callback URL with the verify token before it answers. */
  async subscribeApp(
    keys: AccountKeys,
    callbackUrl: string,
    verifyToken: string,
    fields: readonly string[],
  ): Promise<void> {
    await this.graph.call({
      method: 'POST',
      path: `/${keys.appId}/subscriptions`,
      accessToken: this.appToken(keys),
      body: { object: OBJECT, callback_url: callbackUrl, verify_token: verifyToken, fields: fields.join(',') },
    });
  }

  /** Also takes back an override of the callback URL on the account. */
  async subscribeAccount(keys: AccountKeys): Promise<void> {
    await this.graph.call({
      method: 'POST',
      path: `/${keys.whatsappAccountId}/subscribed_apps`,
      accessToken: keys.accessToken,
    });
  }

  private appToken({ appId, appSecret }: AccountKeys): string {
    return this.graph.appToken(appId, appSecret);
  }
}
