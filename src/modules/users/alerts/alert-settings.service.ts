import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DEFAULT_ALERT_SETTINGS, type AlertSettings } from '../domain/alerts/alert-settings.js';
import type { UserViewer } from '../domain/viewer.js';
import type { NotificationSettings, NotificationSettingsInput } from './alert-settings.types.js';
import { Mailer } from './mailer.js';
import { PushDevicesService } from './push-devices.service.js';
import { PushKeysService } from './push-keys.service.js';

/** Alert settings: how each person is alerted of what they have not read. */
@Injectable()
export class AlertSettingsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly devices: PushDevicesService,
    private readonly keys: PushKeysService,
    private readonly mailer: Mailer,
  ) {}

  async shown({ id }: UserViewer): Promise<NotificationSettings> {
    const { isPushOn, isEmailOn, emailAfterMinutes, mutedReasons, language } = await this.of(id);
    const { publicKey } = await this.keys.current();
    return {
      push: isPushOn,
      email: isEmailOn,
      emailAfterMinutes,
      muted: [...mutedReasons],
      language,
      canEmail: this.mailer.isSet,
      pushPublicKey: publicKey,
      devices: await this.devices.list(id),
    };
  }

  async change(viewer: UserViewer, input: NotificationSettingsInput): Promise<NotificationSettings> {
    await this.database.transaction(async () => {
      await this.database.run('SELECT FROM users WHERE id = $1 FOR UPDATE', [viewer.id]); // two tabs, one after the other
      const before = await this.of(viewer.id);
      await this.database.run(
        `INSERT INTO alert_settings (user_id, is_push_on, is_email_on, email_after_minutes, muted_reasons, language, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (user_id) DO UPDATE SET is_push_on = excluded.is_push_on, is_email_on = excluded.is_email_on,
           email_after_minutes = excluded.email_after_minutes, muted_reasons = excluded.muted_reasons,
           language = excluded.language, updated_at = excluded.updated_at`,
        [
          viewer.id,
          input.push ?? before.isPushOn,
          input.email ?? before.isEmailOn,
          input.emailAfterMinutes ?? before.emailAfterMinutes,
          [...new Set(input.muted ?? before.mutedReasons)],
          input.language ?? before.language,
          this.clock.now(),
        ],
      );
    });
    return this.shown(viewer);
  }

  private async of(userId: string): Promise<AlertSettings> {
    const [settings] = await this.database.query<AlertSettings>(
      `SELECT is_push_on AS "isPushOn", is_email_on AS "isEmailOn", email_after_minutes AS "emailAfterMinutes",
              muted_reasons AS "mutedReasons", language
         FROM alert_settings WHERE user_id = $1`,
      [userId],
    );
    return settings ?? DEFAULT_ALERT_SETTINGS;
  }
}
