import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { DAY_MS } from '../../common/durations.js';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { DomainError, notAllowedNow, notFound } from '../../common/errors/domain-error.js';
import { EventLog } from '../../common/events/event-log.js';
import { valueOfRenamed } from '../../common/graphql/input-checks.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { isId, newId } from '../../common/ids.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { AuditService, detail } from '../users/audit/audit.service.js';
import type { AuditAction, AuditDetail } from '../users/domain/audit-actions.js';
import { maySeeAccount, visibleAccountIds } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { KnownAccounts } from '../users/known-accounts.js';
import { AccountEntity } from './account.entity.js';
import { changedSettings, settingsAfter } from './domain/changed-settings.js';
import { AccountSecrets } from './connection/account-secrets.js';
import type { CreateAccountInput, UpdateAccountInput } from './schema/account.inputs.js';
import { causedBy, HistoryService } from './history/history.service.js';
import { NotifyUsersService } from './phone-numbers/notify-users.service.js';
import { PhoneNumbersService } from './phone-numbers/phone-numbers.service.js';
import { because } from '../../common/errors/because.js';

const HINT_LENGTH = 4;
const SECRET_OVERLAP_MS = DAY_MS;
const RECORD_WEBHOOKS_EVERY_MS = 10_000;

/** Circuit half-open at once: one message is tried, whatever time the circuit was to stay open for. */
export const HALF_OPEN = { sendingPausedUntil: null };
/** What an account is after its credentials were saved: nothing is known of them yet, and nothing holds it back. */
export const UNVERIFIED = { status: 'UNVERIFIED' as const, sendingPauseReason: null, ...HALF_OPEN };

/** What decides whether Meta lets the account in; history says which of them were changed. */
const CREDENTIALS = ['whatsappAccountId', 'accountId', 'appId', 'appSecret', 'accessToken'] as const;

/** Accounts: creates, changes and archives them; finds those that a viewer may see. */
@Injectable()
export class AccountsService implements OnModuleInit {
  private readonly webhookRecordedAt = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: AccountSecrets,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly notifyUsers: NotifyUsersService,
    private readonly history: HistoryService,
    private readonly knownAccounts: KnownAccounts,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): void {
    this.knownAccounts.register(
      (ids) => this.existingIds(ids),
      (names) => this.idsNamed(names),
    );
  }

  /** For DataLoaders: an account each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(AccountEntity | null)[]> => {
    const rows = await this.database.rows(AccountEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (account) => account.id);
  };

  async list(viewer: Viewer): Promise<AccountEntity[]> {
    const ids = visibleAccountIds(viewer);
    return this.database.repository(AccountEntity).find({
      where: { archivedAt: IsNull(), ...(ids === null ? {} : { id: In([...ids]) }) },
      order: { name: 'ASC', id: 'ASC' },
    });
  }

  /** Ids of all accounts that the viewer works with, archived ones among them. */
  async visibleIds(viewer: Viewer): Promise<readonly string[]> {
    return visibleAccountIds(viewer) ?? this.allIds();
  }

  /** Ids of all accounts, archived ones among them. */
  async allIds(): Promise<string[]> {
    return (await this.database.query<{ id: string }>('SELECT id FROM accounts')).map(({ id }) => id);
  }

  async find(viewer: Viewer, id: string): Promise<AccountEntity | null> {
    if (!isId(id) || !maySeeAccount(viewer, id.toLowerCase())) return null;
    return this.database.repository(AccountEntity).findOneBy({ id });
  }

  /** @throws DomainError (NOT_FOUND) when there is none, or the viewer may not see it */
  async require(viewer: Viewer, id: string, ...path: string[]): Promise<AccountEntity> {
    const account = await this.find(viewer, id);
    if (account === null) throw notFound('account', ...path);
    return account;
  }

  async create(viewer: Viewer, input: CreateAccountInput): Promise<AccountEntity> {
    if (visibleAccountIds(viewer) !== null) throw notAllowedNow(because('KEY_ADDS_NO_ACCOUNT'));
    const whatsappAccountId = valueOfRenamed(input.whatsappAccountId, input.accountId);
    return this.database.transaction(async () => {
      await this.refuseTaken(whatsappAccountId, null, accountIdField(input));
      const id = newId();
      await this.database.repository(AccountEntity).insert({
        id,
        name: input.name,
        whatsappAccountId,
        appId: input.appId,
        ...this.sealedToken(id, input.accessToken),
        appSecretSealed: this.secrets.seal(id, 'appSecretSealed', input.appSecret),
        ...this.newVerifyToken(id),
        status: 'UNVERIFIED',
      });
      const phoneNumber = await this.phoneNumbers.ensure(
        id,
        valueOfRenamed(input.whatsappPhoneNumberId, input.phoneNumberId),
      );
      await this.notifyUsers.replace(phoneNumber, input.notifyUserIds ?? [], 'notifyUserIds');
      await this.recordAudit(viewer, 'ACCOUNT_CREATED', { id, name: input.name });
      return this.publishChange(id);
    });
  }

  async update(viewer: Viewer, input: UpdateAccountInput): Promise<AccountEntity> {
    return this.database.transaction(async () => {
      const account = await this.requireForUpdate(viewer, input.id, 'id');
      const whatsappAccountId = input.whatsappAccountId ?? input.accountId;
      if (whatsappAccountId != null) await this.refuseTaken(whatsappAccountId, account.id, accountIdField(input));
      const credentials = CREDENTIALS.filter((name) => input[name] != null);
      const settings = settingsAfter(account, input);
      await this.database.repository(AccountEntity).update(account.id, {
        ...settings,
        whatsappAccountId: whatsappAccountId ?? account.whatsappAccountId,
        appId: input.appId ?? account.appId,
        ...(input.accessToken == null ? {} : this.sealedToken(account.id, input.accessToken)),
        ...(input.appSecret == null ? {} : this.rotatedSecret(account, input.appSecret, input.previousSecretUntil)),
        ...(credentials.length > 0 && this.willBeReadable(account, input) ? UNVERIFIED : {}),
        ...(this.secrets.canOpen(account, 'verifyTokenSealed') ? {} : this.newVerifyToken(account.id)),
        ...(input.defaultCountry === undefined ? {} : choiceOf(input.defaultCountry)),
        updatedAt: () => 'now()',
      });
      if (input.defaultCountry !== undefined) await this.recordDefaultCountry(viewer, account, input.defaultCountry);
      const changed = changedSettings(account, settings);
      if (changed.length > 0)
        await this.recordAudit(viewer, 'ACCOUNT_CHANGED', { ...account, ...settings }, ...changed);
      if (credentials.length > 0) {
        await this.phoneNumbers.halfOpen(account.id);
        const names = credentials.map((name) => detail('credential', name));
        await this.recordAudit(viewer, 'ACCOUNT_CREDENTIALS_CHANGED', account, ...names);
        await this.recordCredentials(viewer, account.id, credentials);
        await this.wakeUps.wakeAfterCommit('messages-queued');
      }
      return this.publishChange(account.id);
    });
  }

  /** Archiving twice is harmless: the first time stays. */
  async archive(viewer: Viewer, id: string): Promise<AccountEntity> {
    return this.database.transaction(async () => {
      const account = await this.requireForUpdate(viewer, id, 'accountId');
      if (account.archivedAt !== null) return account;
      await this.database.repository(AccountEntity).update(account.id, { archivedAt: this.clock.now() });
      await this.recordAudit(viewer, 'ACCOUNT_ARCHIVED', account);
      return this.publishChange(account.id);
    });
  }

  /** Records that Meta sent something; to ten seconds, so that a busy account is not written all the time. */
  async recordWebhook(id: string): Promise<void> {
    const now = this.clock.now();
    if (Math.abs(now.getTime() - (this.webhookRecordedAt.get(id) ?? 0)) < RECORD_WEBHOOKS_EVERY_MS) return;
    this.webhookRecordedAt.set(id, now.getTime());
    await this.database.run(
      `UPDATE accounts SET last_webhook_at = $2
        WHERE id = $1 AND (last_webhook_at IS NULL OR last_webhook_at < $2)`,
      [id, now],
    );
  }

  /** Publishes that an account has changed, to subscribers and to other processes. In the running transaction. */
  async publishChange(id: string): Promise<AccountEntity> {
    this.events.append({ accountId: id, kind: 'ACCOUNT', entityId: id });
    await this.wakeUps.wakeAfterCommit('accounts-changed', id);
    return this.database.repository(AccountEntity).findOneByOrFail({ id });
  }

  private async existingIds(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>('SELECT id FROM accounts WHERE id::text = ANY($1)', [ids]);
    return rows.map(({ id }) => id);
  }

  private async idsNamed(names: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM accounts WHERE (id::text = ANY($1) OR whatsapp_account_id = ANY($1)) AND archived_at IS NULL ORDER BY id',
      [names],
    );
    return rows.map(({ id }) => id);
  }

  private async requireForUpdate(viewer: Viewer, id: string, ...path: string[]): Promise<AccountEntity> {
    await this.require(viewer, id, ...path);
    return this.database
      .repository(AccountEntity)
      .findOneOrFail({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  private async refuseTaken(whatsappAccountId: string, ownId: string | null, field: string): Promise<void> {
    const taken = await this.database.repository(AccountEntity).findOneBy({ whatsappAccountId, archivedAt: IsNull() });
    if (taken !== null && taken.id !== ownId) {
      throw new DomainError({ code: 'DUPLICATE', ...because('ACCOUNT_CONNECTED_ALREADY'), path: [field] });
    }
  }

  private async recordAudit(
    viewer: Viewer,
    action: AuditAction,
    { id, name }: Pick<AccountEntity, 'id' | 'name'>,
    ...details: AuditDetail[]
  ): Promise<void> {
    await this.audit.record(viewer, { action, subject: { type: 'ACCOUNT', id, name }, accountId: id, details });
  }

  /** Which of them, never what they are. */
  private async recordCredentials(viewer: Viewer, accountId: string, names: readonly string[]): Promise<void> {
    await this.history.record({
      ...causedBy(viewer, this.clock.now()),
      accountId,
      templateId: null,
      kind: 'CREDENTIALS',
      from: null,
      to: names.join(', '),
      reason: null,
    });
  }

  private async recordDefaultCountry(viewer: Viewer, account: AccountEntity, country: string | null): Promise<void> {
    await this.history.record({
      ...causedBy(viewer, this.clock.now()),
      accountId: account.id,
      templateId: null,
      kind: 'ACCOUNT',
      from: account.chosenCountry,
      to: country?.toUpperCase() ?? null,
      reason: because('DEFAULT_COUNTRY_CHANGED'),
    });
  }

  /** A lost key is made up for when both secrets have been entered again, whether in one step or in two. */
  private willBeReadable(account: AccountEntity, { accessToken, appSecret }: UpdateAccountInput): boolean {
    return (
      (accessToken != null || this.secrets.canOpen(account, 'accessTokenSealed')) &&
      (appSecret != null || this.secrets.canOpen(account, 'appSecretSealed'))
    );
  }

  private newVerifyToken(id: string): Pick<AccountEntity, 'verifyTokenSealed'> {
    return { verifyTokenSealed: this.secrets.seal(id, 'verifyTokenSealed', randomBytes(24).toString('base64url')) };
  }

  private sealedToken(id: string, accessToken: string): Pick<AccountEntity, 'accessTokenSealed' | 'accessTokenHint'> {
    return {
      accessTokenSealed: this.secrets.seal(id, 'accessTokenSealed', accessToken),
      accessTokenHint: accessToken.slice(-HINT_LENGTH),
    };
  }

  /** A new app secret; the former one counts for a while, if it can still be read. */
  private rotatedSecret(
    account: AccountEntity,
    appSecret: string,
    until: Date | null | undefined,
  ): Partial<AccountEntity> {
    const { id } = account;
    const former = this.secrets.openIfReadable(account, 'appSecretSealed', account.appSecretSealed);
    if (former === appSecret) return {};
    return {
      appSecretSealed: this.secrets.seal(id, 'appSecretSealed', appSecret),
      previousAppSecretSealed: former === null ? null : this.secrets.seal(id, 'previousAppSecretSealed', former),
      previousSecretUntil: former === null ? null : (until ?? new Date(this.clock.now().getTime() + SECRET_OVERLAP_MS)),
    };
  }
}

function choiceOf(country: string | null): Pick<AccountEntity, 'chosenCountry' | 'isDefaultCountryChosen'> {
  return { chosenCountry: country?.toUpperCase() ?? null, isDefaultCountryChosen: true };
}

/** The name by which the caller gave Meta's id. */
function accountIdField(input: { whatsappAccountId?: string | null }): string {
  return input.whatsappAccountId == null ? 'accountId' : 'whatsappAccountId';
}
