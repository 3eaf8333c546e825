import { Injectable } from '@nestjs/common';
import {
  readAppSubscription,
  readMarketingStanding,
  readPhoneNumber,
  readSubscribedApp,
  readToken,
  type AppSubscription,
  type RemoteMarketingStanding,
  type RemotePhoneNumber,
  type SubscribedApp,
  type TokenInspection,
} from './account-answers.js';
import { optionalText, requiredObject, requiredObjects, requiredText } from './answer.js';
import { META_ERRORS } from './errors/error-catalogue.js';
import { GraphError, UnreadableAnswerError } from './errors/graph-error.js';
import { GraphClient } from './graph-client.js';
import type { JsonRecord } from './json.js';

export type {
  AppSubscription,
  HealthEntity,
  RemoteMarketingStanding,
  RemotePhoneNumber,
  SubscribedApp,
  TokenInspection,
} from './account-answers.js';

/** The credentials of an account, with Meta's ids. */
export interface AccountKeys {
  whatsappAccountId: string;
  appId: string;
  appSecret: string;
  accessToken: string;
}

const PHONE_NUMBER_FIELDS =
  'id,display_phone_number,verified_name,quality_rating,status,throughput,whatsapp_business_manager_messaging_limit,webhook_configuration,health_status';
const MARKETING_FIELDS = 'id,marketing_messages_onboarding_status,disable_marketing_messages_on_cloud_api';
const FORMER_MARKETING_FIELDS = 'id,marketing_messages_lite_api_status';
/** Meta allows some hundreds. */
const MAX_PHONE_NUMBERS = 5_000;
const SUBSCRIBED_OBJECT = 'whatsapp_business_account';

/** Account API: reads an account, its token, numbers and webhook subscriptions, and makes the subscriptions. */
@Injectable()
export class AccountsApi {
  constructor(private readonly graph: GraphClient) {}

  /** `GET /debug_token` with the app's own token, so that it also proves the app secret. */
  async inspectToken(keys: AccountKeys): Promise<TokenInspection> {
    const answer = await this.graph.call({
      method: 'GET',
      path: '/debug_token',
      accessToken: this.appToken(keys),
      query: { input_token: keys.accessToken }, // Meta reads it nowhere else
    });
    return readToken(requiredObject(answer, 'data'));
  }

  async readAccount(keys: AccountKeys): Promise<{ id: string; name?: string }> {
    const answer = await this.fieldsOf(keys, 'id,name');
    return { id: requiredText(answer, 'id'), name: optionalText(answer, 'name') };
  }

  /** How the account stands with the Marketing Messages API. */
  async marketingStanding(keys: AccountKeys): Promise<RemoteMarketingStanding> {
    try {
      return readMarketingStanding(await this.fieldsOf(keys, MARKETING_FIELDS));
    } catch (error) {
      // Versions of the Graph API before 24 know it by its former name alone, and refuse a call that names another.
      if (!(error instanceof GraphError) || error.refusal.code !== META_ERRORS.INVALID_PARAMETER.code) throw error;
      return readMarketingStanding(await this.fieldsOf(keys, FORMER_MARKETING_FIELDS));
    }
  }

  async phoneNumbers(keys: AccountKeys): Promise<RemotePhoneNumber[]> {
    const found: RemotePhoneNumber[] = [];
    const request = {
      method: 'GET' as const,
      path: `/${keys.whatsappAccountId}/phone_numbers`,
      accessToken: keys.accessToken,
      query: { fields: PHONE_NUMBER_FIELDS, limit: '100' },
    };
    for await (const { answer } of this.graph.pages(request, readPhoneNumber)) {
      found.push(...answer);
      if (found.length > MAX_PHONE_NUMBERS)
        throw new UnreadableAnswerError('it has more numbers than an account can have');
    }
    return found;
  }

  async subscribedApps(keys: AccountKeys): Promise<SubscribedApp[]> {
    const answer = await this.graph.call({
      method: 'GET',
      path: `/${keys.whatsappAccountId}/subscribed_apps`,
      accessToken: keys.accessToken,
    });
    return requiredObjects(answer, 'data').map(readSubscribedApp);
  }

  async appSubscription(keys: AccountKeys): Promise<AppSubscription | null> {
    const answer = await this.graph.call({
      method: 'GET',
      path: `/${keys.appId}/subscriptions`,
      accessToken: this.appToken(keys),
    });
    const subscriptions = requiredObjects(answer, 'data').map(readAppSubscription);
    return subscriptions.find(({ object }) => object === SUBSCRIBED_OBJECT) ?? null;
  }

  /** Subscribes the app to webhook fields. Meta calls the callback URL with the verify token before it answers. */
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
      body: {
        object: SUBSCRIBED_OBJECT,
        callback_url: callbackUrl,
        verify_token: verifyToken,
        fields: fields.join(','),
      },
    });
  }

  /** Subscribes the account to the app, and removes an override of the callback URL on the account. */
  async subscribeAccount(keys: AccountKeys): Promise<void> {
    await this.graph.call({
      method: 'POST',
      path: `/${keys.whatsappAccountId}/subscribed_apps`,
      accessToken: keys.accessToken,
    });
  }

  private fieldsOf({ whatsappAccountId, accessToken }: AccountKeys, fields: string): Promise<JsonRecord> {
    return this.graph.call({ method: 'GET', path: `/${whatsappAccountId}`, accessToken, query: { fields } });
  }

  private appToken({ appId, appSecret }: AccountKeys): string {
    return this.graph.appToken(appId, appSecret);
  }
}
