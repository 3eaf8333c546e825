import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { groupsInOrderOf, inOrderOf } from '../../../common/graphql/loaders.js';
import { AuditService } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { UsersService } from '../../users/users.service.js';
import { BusinessPhoneNumberEntity } from './business-phone-number.entity.js';
import type { SetNotifyUsersInput } from '../schema/account.inputs.js';
import { causedBy, HistoryService } from '../history/history.service.js';
import { PhoneNumbersService } from './phone-numbers.service.js';
import { because } from '../../../common/errors/because.js';

/** Who is notified of a number's conversations, and when they are: after this many days in which nobody acted. */
export interface NotifySettings {
  returnAfterDays: number;
  userIds: string[];
}

/** Notify-users of a number: who is notified when nobody owns a conversation. */
@Injectable()
export class NotifyUsersService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly users: UsersService,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly history: HistoryService,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** For DataLoaders: the ids of the notify-users of a number, in order. */
  readonly userIdsOf = async (phoneNumberIds: readonly string[]): Promise<string[][]> => {
    const rows = await this.database.query<{ business_phone_number_id: string; user_id: string }>(
      `SELECT business_phone_number_id, user_id FROM notify_users
        WHERE business_phone_number_id = ANY($1) ORDER BY user_id`,
      [phoneNumberIds],
    );
    return groupsInOrderOf(phoneNumberIds, rows, (row) => row.business_phone_number_id).map((group) =>
      group.map((row) => row.user_id),
    );
  };

  /** Whom each of these numbers notifies, and after how many days without an action, in order. Numbers that do not exist notify nobody. */
  async settingsOf(phoneNumberIds: readonly string[]): Promise<NotifySettings[]> {
    const rows = await this.database.query<NotifySettings & { id: string }>(
      `SELECT id, return_after_days AS "returnAfterDays",
              ARRAY(SELECT user_id FROM notify_users WHERE business_phone_number_id = business_phone_numbers.id ORDER BY user_id) AS "userIds"
         FROM business_phone_numbers WHERE id = ANY($1)`,
      [phoneNumberIds],
    );
    return inOrderOf(phoneNumberIds, rows, ({ id }) => id).map((row) => row ?? { returnAfterDays: 0, userIds: [] });
  }

  async set(viewer: Viewer, input: SetNotifyUsersInput): Promise<BusinessPhoneNumberEntity> {
    return this.database.transaction(async () => {
      const number = await this.phoneNumbers.require(viewer, input.phoneNumberId, 'phoneNumberId');
      const [before] = await this.userIdsOf([number.id]);
      await this.replace(number, input.userIds, 'userIds');
      await this.record(viewer, number, before ?? []);
      if (input.returnAfterDays != null) {
        await this.database
          .repository(BusinessPhoneNumberEntity)
          .update(number.id, { returnAfterDays: input.returnAfterDays, updatedAt: () => 'now()' });
      }
      this.events.append({ accountId: number.accountId, kind: 'ACCOUNT', entityId: number.accountId });
      return this.database.repository(BusinessPhoneNumberEntity).findOneByOrFail({ id: number.id });
    });
  }

  private async record(viewer: Viewer, number: BusinessPhoneNumberEntity, before: readonly string[]): Promise<void> {
    const [after] = await this.userIdsOf([number.id]);
    const [from, to] = await Promise.all([this.namesOf(before), this.namesOf(after ?? [])]);
    if (from === to) return;
    await this.history.record({
      ...causedBy(viewer, this.clock.now()),
      accountId: number.accountId,
      templateId: null,
      kind: 'MEMBERS',
      from,
      to,
      reason: because('NOTIFY_USERS_OF', { number: number.displayPhoneNumber ?? number.whatsappPhoneNumberId }),
    });
    await this.audit.record(viewer, {
      action: 'NOTIFY_USERS_CHANGED',
      subject: {
        type: 'PHONE_NUMBER',
        id: number.id,
        name: number.displayPhoneNumber ?? number.whatsappPhoneNumberId,
      },
      accountId: number.accountId,
      details: [{ name: 'notifyUsers', from, to }],
    });
  }

  private async namesOf(userIds: readonly string[]): Promise<string> {
    const users = await this.users.byIds(userIds);
    return users.map((user) => user?.name ?? '?').join(', ');
  }

  async replace(number: BusinessPhoneNumberEntity, userIds: readonly string[], ...path: string[]): Promise<void> {
    await this.users.requireColleagues(userIds, number.accountId, ...path);
    await this.database.run('DELETE FROM notify_users WHERE business_phone_number_id = $1', [number.id]);
    await this.database.run(
      `INSERT INTO notify_users (business_phone_number_id, user_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
      [number.id, userIds],
    );
  }
}
