import { Injectable } from '@nestjs/common';
import webPush from 'web-push';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { SecretBox, UnreadableSecretError } from '../../../common/secrets/secret-box.js';

export interface PushKeys {
  publicKey: string;
  privateKey: string;
}

interface KeysRow {
  public_key: string;
  private_key_sealed: string;
}

const PLACE = 'push_keys.private_key';

/** Push keys (VAPID): the pair by which push services know this server. Made when it is first needed, sealed, and kept. */
@Injectable()
export class PushKeysService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
  ) {}

  /** Where the key that sealed them is gone there are new ones, and browsers have to be chosen again. */
  async current(): Promise<PushKeys> {
    const row = (await this.find()) ?? (await this.make());
    try {
      return { publicKey: row.public_key, privateKey: this.box.open(row.private_key_sealed, PLACE) };
    } catch (error) {
      if (!(error instanceof UnreadableSecretError)) throw error;
      await this.forget(row);
      return this.current();
    }
  }

  private async find(): Promise<KeysRow | null> {
    const [row] = await this.database.query<KeysRow>('SELECT public_key, private_key_sealed FROM push_keys');
    return row ?? null;
  }

  private async make(): Promise<KeysRow> {
    const { publicKey, privateKey } = webPush.generateVAPIDKeys();
    await this.database.run(
      `INSERT INTO push_keys (public_key, private_key_sealed, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [publicKey, this.box.seal(privateKey, PLACE), this.clock.now()],
    );
    const kept = await this.find(); // of whichever process was first
    if (kept === null) throw new Error('The push keys were not kept.');
    return kept;
  }

  private async forget({ public_key: publicKey }: KeysRow): Promise<void> {
    await this.database.transaction(async () => {
      const gone = await this.database.run('DELETE FROM push_keys WHERE public_key = $1', [publicKey]);
      if (gone > 0) await this.database.run('DELETE FROM push_devices');
    });
  }
}
