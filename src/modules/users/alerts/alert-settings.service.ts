import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { notFound } from '../../../common/errors/domain-error.js';
import { DEFAULT_ALERT_SETTINGS, type AlertSettings } from '../domain/alerts/alert-settings.js';
import { maySeeAccount } from '../domain/permissions.js';
import type { UserViewer } from '../domain/viewer.js';
import { KnownAccounts } from '../known-accounts.js';
import { Mailer } from '../mail/mailer.js';
import { AlertProblemsService } from './alert-problems.service.js';
import type { NotificationSettings, NotificationSettingsInput } from './alert-settings.types.js';
import { PushDevicesService } from './push-devices.service.js';
import { PushKeysService } from './push-keys.service.js';

/** Alert settings: how each person is alerted of what they have not read. */
@Injectable()
export class AlertSettingsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly knownAccounts: KnownAccounts,
    private readonly devices: PushDevicesService,
    private readonly keys: PushKeysService,
    private readonly problems: AlertProblemsService,
    private readonly mailer: Mailer,
  ) {}

  async shown(viewer: UserViewer): Promise<NotificationSettings> {
    const { isPushOn, showsText, isEmailOn, emailAfterMinutes, mutedReasons, language } = await this.of(viewer.id);
    const { publicKey } = await this.keys.current();
    return {
      push: isPushOn,
      pushText: showsText,
      email: isEmailOn,
      emailAfterMinutes,
      muted: [...mutedReasons],
      mutedAccountIds: (await this.mutedAccountIds(viewer.id)).filter((id) => maySeeAccount(viewer, id)),
      language,
      canEmail: this.mailer.isSet,
      pushPublicKey: publicKey,
      devices: await this.devices.list(viewer),
      problems: await this.problems.list(viewer),
    };
  }

  /** @throws DomainError (NOT_FOUND) for an account that the viewer may not see */
  async change(viewer: UserViewer, input: NotificationSettingsInput): Promise<NotificationSettings> {
    const accountIds = input.mutedAccountIds?.map((id) => id.toLowerCase()) ?? null;
    if (accountIds !== null) await this.requireVisible(viewer, accountIds);
    await this.database.transaction(async () => {
      await this.database.run('SELECT FROM users WHERE id = $1 FOR UPDATE', [viewer.id]); // two tabs, one after the other
      await this.write(viewer.id, input);
      if (accountIds !== null) await this.muteAccounts(viewer.id, accountIds);
    });
    return this.shown(viewer);
  }

  private async requireVisible(viewer: UserViewer, accountIds: readonly string[]): Promise<void> {
    const hidden = accountIds.findIndex((id) => !maySeeAccount(viewer, id));
    if (hidden >= 0) throw notFound('account', 'mutedAccountIds', String(hidden));
    await this.knownAccounts.requireAll(accountIds, 'mutedAccountIds');
  }

  private async write(userId: string, input: NotificationSettingsInput): Promise<void> {
    const before = await this.of(userId);
    await this.database.run(
      `INSERT INTO alert_settings (user_id, is_push_on, shows_text, is_email_on, email_after_minutes, muted_reasons, language, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (user_id) DO UPDATE SET is_push_on = excluded.is_push_on, shows_text = excluded.shows_text,
         is_email_on = excluded.is_email_on, email_after_minutes = excluded.email_after_minutes,
         muted_reasons = excluded.muted_reasons, language = excluded.language, updated_at = excluded.updated_at`,
      [
        userId,
        input.push ?? before.isPushOn,
        input.pushText ?? before.showsText,
        input.email ?? before.isEmailOn,
        input.emailAfterMinutes ?? before.emailAfterMinutes,
        [...new Set(input.muted ?? before.mutedReasons)],
        input.language ?? before.language,
        this.clock.now(),
      ],
    );
  }

  private async muteAccounts(userId: string, accountIds: readonly string[]): Promise<void> {
    await this.database.run('DELETE FROM alert_muted_accounts WHERE user_id = $1', [userId]);
    await this.database.run(
      'INSERT INTO alert_muted_accounts (user_id, account_id) SELECT DISTINCT $1::uuid, id FROM unnest($2::uuid[]) AS muted (id)',
      [userId, accountIds],
    );
  }

  private async mutedAccountIds(userId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT account_id AS id FROM alert_muted_accounts WHERE user_id = $1 ORDER BY account_id',
      [userId],
    );
    return rows.map(({ id }) => id);
  }

  private async of(userId: string): Promise<AlertSettings> {
    const [settings] = await this.database.query<AlertSettings>(
      `SELECT is_push_on AS "isPushOn", shows_text AS "showsText", is_email_on AS "isEmailOn",
              email_after_minutes AS "emailAfterMinutes", muted_reasons AS "mutedReasons", language
         FROM alert_settings WHERE user_id = $1`,
      [userId],
    );
    return settings ?? DEFAULT_ALERT_SETTINGS;
  }
}
