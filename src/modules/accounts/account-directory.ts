import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { AccountEntity } from './account.entity.js';
import { AccountSecrets } from './connection/account-secrets.js';

export interface DirectoryEntry {
  accountId: string;
  whatsappAccountId: string;
  /** Null: its key is lost. */
  verifyToken: string | null;
  /** The key of its app secret is lost: no signature can be checked. */
  isLocked: boolean;
  secrets: { appSecret: string; validUntil: Date | null }[];
}

const MAX_AGE_MS = 30_000;
const MIN_AGE_MS = 1_000;

/**
 * Account directory for the webhook intake, in memory: ids and secrets. Read again when an account changes, and every 30
 * seconds in case a wake-up was lost.
 */
@Injectable()
export class AccountDirectory implements OnApplicationShutdown {
  private byWhatsappId = new Map<string, DirectoryEntry>();
  private readAt = Number.NEGATIVE_INFINITY;
  private isStale = true;
  private reading: Promise<void> | null = null;
  private readonly stopListening: () => void;

  constructor(
    private readonly database: Database,
    private readonly secrets: AccountSecrets,
    private readonly clock: Clock,
    wakeUps: WakeUps,
  ) {
    this.stopListening = wakeUps.listen('accounts-changed', () => (this.isStale = true));
  }

  /** What is known now, by Meta's account id; null when it has to be read first. */
  knownEntries(): ReadonlyMap<string, DirectoryEntry> | null {
    const isOld = this.isStale || this.reading !== null || performance.now() - this.readAt > MAX_AGE_MS;
    return isOld ? null : this.byWhatsappId;
  }

  /** By Meta's account id. */
  async entries(): Promise<ReadonlyMap<string, DirectoryEntry>> {
    while (this.knownEntries() === null) await this.read(); // it may have changed while it was read
    return this.byWhatsappId;
  }

  /** For when something did not fit: perhaps another process has changed it. At most once a second. */
  async refreshedEntries(): Promise<ReadonlyMap<string, DirectoryEntry>> {
    if (performance.now() - this.readAt > MIN_AGE_MS) this.isStale = true;
    return this.entries();
  }

  /** Secrets that count now: the current one, and the previous one while both do. */
  validSecrets(entry: DirectoryEntry): string[] {
    const now = this.clock.now();
    return entry.secrets
      .filter(({ validUntil }) => validUntil === null || now < validUntil)
      .map(({ appSecret }) => appSecret);
  }

  onApplicationShutdown(): void {
    this.stopListening();
  }

  private read(): Promise<void> {
    this.reading ??= this.database.outsideTransaction(() => this.readAll()).finally(() => (this.reading = null));
    return this.reading;
  }

  private async readAll(): Promise<void> {
    this.isStale = false;
    const accounts = await this.database.repository(AccountEntity).findBy({ archivedAt: IsNull() });
    this.byWhatsappId = new Map(accounts.map((account) => [account.whatsappAccountId, this.entryOf(account)]));
    this.readAt = performance.now();
  }

  private entryOf(account: AccountEntity): DirectoryEntry {
    const { id, appSecretSealed, previousAppSecretSealed, previousSecretUntil, verifyTokenSealed } = account;
    const current = this.secrets.openIfReadable(account, 'appSecretSealed', appSecretSealed);
    const previous =
      previousAppSecretSealed === null
        ? null
        : this.secrets.openIfReadable(account, 'previousAppSecretSealed', previousAppSecretSealed);
    return {
      accountId: id,
      whatsappAccountId: account.whatsappAccountId,
      verifyToken: this.secrets.openIfReadable(account, 'verifyTokenSealed', verifyTokenSealed),
      isLocked: current === null,
      secrets: [
        ...(current === null ? [] : [{ appSecret: current, validUntil: null }]),
        ...(previous === null ? [] : [{ appSecret: previous, validUntil: previousSecretUntil }]),
      ],
    };
  }
}
