import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { formerNameOf } from '../../common/graphql/former-name.js';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { UrlScalar } from '../../common/graphql/scalars.js';
import { WEBHOOK_FIELDS } from '../../whatsapp/webhooks/webhook-fields.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow, requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { AccountCredentialsService } from './connection/account-credentials.service.js';
import type { AccountEntity } from './account.entity.js';
import { AccountIdInput, CreateAccountInput, UpdateAccountInput } from './schema/account.inputs.js';
import {
  AccessTokenInfo,
  AccountPayload,
  AccountRestriction,
  AccountType,
  BusinessPhoneNumberType,
  ConnectionReportType,
  TestConnectionPayload,
  WebhookField,
} from './schema/account.types.js';
import { PauseCause, sendingPauseCauseOf } from './schema/pause-cause.types.js';
import { AccountsService } from './accounts.service.js';
import { ConnectionTestService } from './connection/connection-test.service.js';
import { DefaultCountriesService } from './phone-numbers/default-countries.service.js';
import { PhoneNumbersService } from './phone-numbers/phone-numbers.service.js';
import { ResumeSendingService } from './standing/resume-sending.service.js';
import { WebhookSubscriptionService } from './connection/webhook-subscription.service.js';

@Resolver(() => AccountType)
export class AccountsResolver {
  constructor(
    private readonly accountsService: AccountsService,
    private readonly credentials: AccountCredentialsService,
    private readonly connectionTest: ConnectionTestService,
    private readonly webhookSubscription: WebhookSubscriptionService,
    private readonly numbers: PhoneNumbersService,
    private readonly defaultCountries: DefaultCountriesService,
    private readonly resuming: ResumeSendingService,
  ) {}

  @Query(() => [AccountType], {
    description: 'Accounts that the viewer works with, by name; archived ones are not among them.',
  })
  @Allow('READ_ACCOUNTS')
  async accounts(@CurrentViewer() viewer: Viewer): Promise<AccountEntity[]> {
    return this.accountsService.list(viewer);
  }

  @Query(() => AccountType, {
    description: 'Account by its id; null where there is none, or the viewer may not see it.',
    nullable: true,
  })
  @Allow('READ_ACCOUNTS')
  async account(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { description: 'UUID of the account.', type: () => ID }) id: string,
  ): Promise<AccountEntity | null> {
    return this.accountsService.find(viewer, id);
  }

  @PayloadMutation(
    () => AccountPayload,
    'Connects a WhatsApp Business Account. Then call subscribeWebhooks and testConnection. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async createAccount(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Credentials of the account.' }) input: CreateAccountInput,
  ): Promise<AccountPayload> {
    return payloadOf(await this.accountsService.create(viewer, input));
  }

  @PayloadMutation(() => AccountPayload, 'Changes names, ids and secrets of an account. Administrators only.')
  @Allow('WRITE_ACCOUNTS')
  async updateAccount(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Account, and what changes.' }) input: UpdateAccountInput,
  ): Promise<AccountPayload> {
    return payloadOf(await this.accountsService.update(viewer, input));
  }

  @PayloadMutation(() => AccountPayload, 'Ends receiving and sending of an account. Everything stays readable.')
  @Allow('WRITE_ACCOUNTS')
  async archiveAccount(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Account to be archived.' }) input: AccountIdInput,
  ): Promise<AccountPayload> {
    return payloadOf(await this.accountsService.archive(viewer, input.accountId));
  }

  @PayloadMutation(() => TestConnectionPayload, 'Asks Meta everything that can be wrong, and says what mends it.')
  @Allow('WRITE_ACCOUNTS')
  async testConnection(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Account to be tested.' }) input: AccountIdInput,
  ): Promise<TestConnectionPayload> {
    const { account, report } = await this.connectionTest.test(viewer, input.accountId);
    return { ...payloadOf(account), report };
  }

  @PayloadMutation(
    () => AccountPayload,
    'Does at Meta what a person would click: subscribes the app to the account, the callback URL and the fields.',
  )
  @Allow('WRITE_ACCOUNTS')
  async subscribeWebhooks(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Account whose webhooks are wanted.' }) input: AccountIdInput,
  ): Promise<AccountPayload> {
    return payloadOf(await this.webhookSubscription.subscribe(viewer, input.accountId));
  }

  @PayloadMutation(
    () => AccountPayload,
    'Tries again at once what sendingPausedUntil holds back, of the account and of its numbers: one message is sent as a trial, and all that waits follows it if Meta accepts it. NOT_ALLOWED_NOW while the account is TOKEN_INVALID.',
  )
  @Allow('WRITE_ACCOUNTS')
  async resumeSending(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Account whose sending is held back.' }) input: AccountIdInput,
  ): Promise<AccountPayload> {
    return payloadOf(await this.resuming.resume(viewer, input.accountId));
  }

  @ResolveField(() => String, formerNameOf('whatsappAccountId'))
  accountId(@Parent() account: AccountEntity): string {
    return account.whatsappAccountId;
  }

  @ResolveField(() => Boolean, {
    description:
      'Whether an access token is stored that can be used. False too when its SECRET_KEY is gone: save it again.',
  })
  hasAccessToken(@Parent() account: AccountEntity): boolean {
    return this.credentials.canRead(account, 'accessTokenSealed');
  }

  @ResolveField(() => String, {
    nullable: true,
    description: "Access token's last 4 characters; null without a token. The token cannot be read back.",
  })
  accessTokenHint(@Parent() account: AccountEntity): string {
    return account.accessTokenHint;
  }

  @ResolveField(() => Boolean, {
    description:
      'Whether an app secret is stored that can be used. False too when its SECRET_KEY is gone: save it again.',
  })
  hasAppSecret(@Parent() account: AccountEntity): boolean {
    return this.credentials.canRead(account, 'appSecretSealed');
  }

  @ResolveField(() => PauseCause, {
    nullable: true,
    description: 'Cause of sendingPauseReason, for programs; null where there is none, or it was not recorded.',
  })
  sendingPauseCause(@Parent() account: AccountEntity): PauseCause | null {
    return sendingPauseCauseOf(account);
  }

  @ResolveField(() => AccessTokenInfo, {
    nullable: true,
    description: 'Access token as Meta described it at the latest testConnection; null until then.',
  })
  token(@Parent() { token }: AccountEntity): AccessTokenInfo | null {
    if (token === null) return null;
    return {
      ...token,
      expiresAt: token.expiresAt === null ? null : new Date(token.expiresAt),
      checkedAt: new Date(token.checkedAt),
    };
  }

  @ResolveField(() => ConnectionReportType, {
    nullable: true,
    description: 'Connection report of the latest testConnection, check by check; null: never tested.',
  })
  connection(@Parent() { connection }: AccountEntity): ConnectionReportType | null {
    return connection === null ? null : { ...connection, testedAt: new Date(connection.testedAt) };
  }

  @ResolveField(() => UrlScalar, {
    description:
      'Callback URL of the webhooks, the same for all accounts: to be pasted into Meta, unless subscribeWebhooks does it.',
  })
  callbackUrl(): string {
    return this.webhookSubscription.callbackUrl;
  }

  @ResolveField(() => String, {
    description:
      'Verify token, to be pasted into Meta beside callbackUrl. Empty while the SECRET_KEY that encrypted it is gone; saving credentials makes a new one. Administrators only: FORBIDDEN for others.',
  })
  async webhookVerifyToken(@CurrentViewer() viewer: Viewer, @Parent() account: AccountEntity): Promise<string> {
    requireAllowed(viewer, 'READ_ACCOUNT_SECRETS');
    return this.credentials.showVerifyToken(viewer, account);
  }

  @ResolveField(() => [AccountRestriction], {
    description: 'Restrictions that Meta has put on the account, as it last reported them; empty: none. See history.',
  })
  restrictions(@Parent() { restrictions }: AccountEntity): AccountRestriction[] {
    return restrictions.map(({ type, expiresAt }) => ({
      type,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    }));
  }

  @ResolveField(() => [WebhookField], {
    description: 'Webhook fields that Meta has, each with whether the app subscribes to it.',
  })
  webhookFields(@Parent() { subscribedFields }: AccountEntity): WebhookField[] {
    return WEBHOOK_FIELDS.map((field) => ({ ...field, subscribed: subscribedFields?.includes(field.name) ?? null }));
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Country (ISO 3166-1 alpha-2) in which phone numbers without + or 00 are read: that of the account’s own number, unless updateAccount has chosen another or none. Null: such numbers are refused.',
  })
  defaultCountry(@Parent() account: AccountEntity, @RequestLoaders() loaders: Loaders): Promise<string | null> {
    return loaders.load(this.defaultCountries.byAccountIds, account.id);
  }

  @ResolveField(() => [BusinessPhoneNumberType], {
    description: 'Phone numbers of the account, as Meta last listed them.',
  })
  async phoneNumbers(
    @Parent() account: AccountEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<BusinessPhoneNumberType[]> {
    return loaders.load(this.numbers.byAccountIds, account.id);
  }
}

function payloadOf(account: AccountEntity): AccountPayload {
  return { account, errors: [] };
}
