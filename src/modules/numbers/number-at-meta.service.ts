import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import type { AccountKeys } from '../../whatsapp/accounts-api.js';
import { asDomainError } from '../../whatsapp/errors/graph-error.js';
import type { Channel } from '../../whatsapp/messages/messages-api.js';
import { RegistrationApi } from '../../whatsapp/numbers/registration-api.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { AccountCredentialsService } from '../accounts/connection/account-credentials.service.js';
import { NumberChangesService } from '../accounts/phone-numbers/number-changes.service.js';
import { PhoneNumbersService } from '../accounts/phone-numbers/phone-numbers.service.js';
import type { BusinessPhoneNumberType } from '../accounts/schema/account.types.js';
import { AuditService, type AuditedAction } from '../users/audit/audit.service.js';
import type { Viewer } from '../users/domain/viewer.js';

/** A number of ours with what is needed to ask Meta about it. */
export interface OwnNumber {
  id: string;
  accountId: string;
  /** Of its account. */
  accountName: string;
  /** As people know it. */
  name: string;
  channel: Channel;
  keys: AccountKeys;
}

/** What is done to a number, for the audit trail. */
type NumberAction = Pick<AuditedAction, 'action' | 'details'>;

/** Numbers at Meta: who may ask for what, refusals with their place, and how a number stands there. */
@Injectable()
export class NumberAtMetaService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly api: RegistrationApi,
    private readonly accounts: AccountsService,
    private readonly numbers: PhoneNumbersService,
    private readonly changes: NumberChangesService,
    private readonly credentials: AccountCredentialsService,
    private readonly audit: AuditService,
  ) {}

  /** @throws DomainError (NOT_FOUND; NOT_ALLOWED_NOW when the account's secrets cannot be read) */
  async require(viewer: Viewer, phoneNumberId: string): Promise<OwnNumber> {
    const number = await this.numbers.require(viewer, phoneNumberId, 'phoneNumberId');
    const account = await this.accounts.require(viewer, number.accountId, 'phoneNumberId');
    const keys = this.credentials.keysOf(account);
    return {
      id: number.id,
      accountId: account.id,
      accountName: account.name,
      name: number.displayPhoneNumber ?? number.whatsappPhoneNumberId,
      channel: { phoneNumberId: number.whatsappPhoneNumberId, accessToken: keys.accessToken },
      keys,
    };
  }

  /** Runs a call of Meta. `path`: the part of the input that Meta refuses, where it does. @throws DomainError (META_REFUSED, META_UNREACHABLE) */
  async ask<T>(work: () => Promise<T>, ...path: string[]): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asDomainError(error, ...path);
    }
  }

  /** Records what somebody did to a number, once Meta has done it. In the caller's transaction, or one of its own. */
  async record(viewer: Viewer, number: OwnNumber, { action, details }: NumberAction): Promise<void> {
    await this.audit.record(viewer, {
      action,
      subject: { type: 'PHONE_NUMBER', id: number.id, name: number.name },
      accountId: number.accountId,
      ...(details === undefined ? {} : { details }),
    });
  }

  /** Reads from Meta how the number stands, and keeps it. @throws DomainError (META_REFUSED, META_UNREACHABLE) */
  async refresh(viewer: Viewer, number: OwnNumber): Promise<BusinessPhoneNumberType> {
    await this.keepStanding(number);
    return this.numbers.require(viewer, number.id, 'phoneNumberId');
  }

  /** As `refresh`, after something was done: it is done, whether or not Meta says how the number stands now. */
  async afterChange(viewer: Viewer, number: OwnNumber, done: NumberAction): Promise<BusinessPhoneNumberType> {
    await this.database.transaction(() => this.record(viewer, number, done));
    await this.keepStanding(number).catch(() => undefined);
    return this.numbers.require(viewer, number.id, 'phoneNumberId');
  }

  private async keepStanding(number: OwnNumber): Promise<void> {
    const readAt = this.clock.now();
    const found = await this.ask(() => this.api.read(number.channel), 'phoneNumberId');
    await this.database.transaction(async () => {
      await this.changes.recording(number.accountId, { source: 'SYNC' }, () =>
        this.numbers.saveRemoteNumbers(number.accountId, [found.number]),
      );
      await this.numbers.saveStanding(number.id, found.standing, readAt);
      await this.accounts.publishChange(number.accountId);
    });
  }
}
