import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../../common/database/database.js';
import { notFound } from '../../../common/errors/domain-error.js';
import { groupsInOrderOf, inOrderOf } from '../../../common/graphql/loaders.js';
import { isId, newId } from '../../../common/ids.js';
import { e164OfDigits } from '../../../common/phone-numbers/numbering.js';
import type { RemotePhoneNumber } from '../../../whatsapp/accounts-api.js';
import type { NumberStanding } from '../../../whatsapp/numbers/registration-api.js';
import { maySeeAccount } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { BusinessPhoneNumberEntity } from './business-phone-number.entity.js';
import { QUALITY_RATINGS } from './quality-rating.js';

/** Messages per second by Meta's level. */
const THROUGHPUT: ReadonlyMap<string, number> = new Map([
  ['STANDARD', 80],
  ['HIGH', 1_000],
]);

/** The phone numbers of accounts. */
@Injectable()
export class PhoneNumbersService {
  /** Our ids by account and Meta's id. They never change, so they are remembered. */
  private readonly knownIds = new Map<string, string>();

  constructor(private readonly database: Database) {}

  /** For DataLoaders: a number each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(BusinessPhoneNumberEntity | null)[]> => {
    const rows = await this.database.rows(BusinessPhoneNumberEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (number) => number.id);
  };

  /** For DataLoaders: all numbers of an account, in order. */
  readonly byAccountIds = async (accountIds: readonly string[]): Promise<BusinessPhoneNumberEntity[][]> => {
    const rows = await this.database
      .repository(BusinessPhoneNumberEntity)
      .find({ where: { accountId: In([...accountIds]) }, order: { createdAt: 'ASC', id: 'ASC' } });
    return groupsInOrderOf(accountIds, rows, (number) => number.accountId);
  };

  /** Our ids of all numbers of these accounts, with their accounts'; null: of every account. */
  async idsOfAccounts(accountIds: readonly string[] | null): Promise<{ id: string; accountId: string }[]> {
    return this.database.query(
      `SELECT id, account_id AS "accountId" FROM business_phone_numbers WHERE $1::uuid[] IS NULL OR account_id = ANY($1)`,
      [accountIds],
    );
  }

  async ofAccount(accountId: string): Promise<BusinessPhoneNumberEntity[]> {
    const [numbers] = await this.byAccountIds([accountId]);
    return numbers ?? [];
  }

  /** @throws DomainError (NOT_FOUND) when there is none, or the viewer may not see its account */
  async require(viewer: Viewer, id: string, ...path: string[]): Promise<BusinessPhoneNumberEntity> {
    const number = isId(id) ? await this.database.repository(BusinessPhoneNumberEntity).findOneBy({ id }) : null;
    if (number === null || !maySeeAccount(viewer, number.accountId)) throw notFound('phone number', ...path);
    return number;
  }

  /** By the number itself, as Meta writes it; null when the account has none like it. */
  async byDisplayNumber(accountId: string, displayed: string | null): Promise<BusinessPhoneNumberEntity | null> {
    const displayPhoneNumber = displayed === null ? null : e164OfDigits(displayed);
    if (displayPhoneNumber === null) return null;
    return this.database.repository(BusinessPhoneNumberEntity).findOneBy({ accountId, displayPhoneNumber });
  }

  /** The number with Meta's id, made if it is not known yet: a webhook may be the first to speak of it. */
  async ensure(
    accountId: string,
    phoneNumberId: string,
    displayPhoneNumber: string | null = null,
  ): Promise<BusinessPhoneNumberEntity> {
    const where = { accountId, whatsappPhoneNumberId: phoneNumberId };
    const displayed = displayPhoneNumber === null ? null : e164OfDigits(displayPhoneNumber);
    const known = await this.database.repository(BusinessPhoneNumberEntity).findOneBy(where);
    // Writing it would lock it until the transaction ends, and others who process the account would wait.
    if (known !== null && (known.displayPhoneNumber !== null || displayed === null)) return known;
    await this.database.run(
      `INSERT INTO business_phone_numbers (id, account_id, phone_number_id, display_phone_number)
       VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, phone_number_id)
         DO UPDATE SET display_phone_number = excluded.display_phone_number
             WHERE business_phone_numbers.display_phone_number IS NULL AND excluded.display_phone_number IS NOT NULL`,
      [newId(), accountId, phoneNumberId, displayed],
    );
    return this.database.repository(BusinessPhoneNumberEntity).findOneByOrFail(where);
  }

  /** Our id of a number, made if it is not known yet. */
  async idOf(accountId: string, phoneNumberId: string, displayPhoneNumber: string | null = null): Promise<string> {
    const key = `${accountId} ${phoneNumberId}`;
    const known = this.knownIds.get(key);
    if (known !== undefined) return known;
    const { id } = await this.ensure(accountId, phoneNumberId, displayPhoneNumber);
    await this.database.afterCommit(() => void this.knownIds.set(key, id)); // not if it is rolled back
    return id;
  }

  /** Circuits of an account's numbers half-open at once: one message of each is tried. In the caller's transaction. */
  async halfOpen(accountId: string): Promise<void> {
    await this.database.run(
      'UPDATE business_phone_numbers SET sending_paused_until = NULL WHERE account_id = $1 AND sending_paused_until IS NOT NULL',
      [accountId],
    );
  }

  /** How a number stands at Meta, as it was read at `at`; the reason of a refused name stays while the same name is asked for. */
  async saveStanding(id: string, standing: NumberStanding, at: Date): Promise<void> {
    await this.database.run(
      `UPDATE business_phone_numbers SET code_verification = $2, is_pin_set = $3, name_status = $4, requested_name = $5,
              requested_name_status = $6, is_official = $7, standing_read_at = $8, updated_at = now(),
              requested_name_reason = CASE WHEN requested_name IS NOT DISTINCT FROM $5 THEN requested_name_reason END
        WHERE id = $1 AND (standing_read_at IS NULL OR standing_read_at <= $8)`,
      [
        id,
        standing.codeVerification,
        standing.isPinSet,
        standing.nameStatus,
        standing.requestedName,
        standing.requestedNameStatus,
        standing.isOfficial,
        at,
      ],
    );
  }

  /** Numbers of an account as Meta has them: those known here are updated, new ones appear. */
  async saveRemoteNumbers(accountId: string, remoteNumbers: readonly RemotePhoneNumber[]): Promise<void> {
    for (const remote of remoteNumbers) {
      const number = await this.ensure(accountId, remote.id);
      await this.database.repository(BusinessPhoneNumberEntity).update(number.id, {
        displayPhoneNumber:
          (remote.display_phone_number === undefined ? null : e164OfDigits(remote.display_phone_number)) ??
          number.displayPhoneNumber,
        verifiedName: remote.verified_name ?? number.verifiedName,
        qualityRating: QUALITY_RATINGS.find((rating) => rating === remote.quality_rating) ?? 'UNKNOWN',
        messagingLimit: remote.whatsapp_business_manager_messaging_limit ?? number.messagingLimit,
        throughput: THROUGHPUT.get(remote.throughput?.level ?? '') ?? number.throughput,
        status: remote.status ?? number.status,
        updatedAt: () => 'now()',
      });
    }
  }
}
