import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import webPush from 'web-push';
import { Clock } from '../../../common/clock/clock.js';
import { lockOnceUntilCommit } from '../../../common/database/advisory-locks.js';
import { Database } from '../../../common/database/database.js';
import { Resealing, type SealedSecrets } from '../../../common/secrets/resealing.service.js';
import { SecretBox, UnreadableSecretError } from '../../../common/secrets/secret-box.js';

export interface PushKeys {
  publicKey: string;
  privateKey: string;
}

/** Sealed keys for pushes, as they are encrypted again with another SECRET_KEY. */
export const SEALED_PUSH_KEYS: SealedSecrets = { table: 'push_keys', id: 'public_key', names: ['private_key'] };

interface KeysRow {
  publicKey: string;
  sealed: string;
}

/**
 * Push keys (VAPID): the pair by which push services know this server. Made when it is first needed, sealed, and kept. Where
 * the SECRET_KEY that sealed it is gone there is a new pair; with the right key the former one counts again.
 */
@Injectable()
export class PushKeysService implements OnApplicationBootstrap {
  private readonly logger = new Logger(PushKeysService.name);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly resealing: Resealing,
  ) {}

  /** Seals them with the current SECRET_KEY, so that the former can go. */
  async onApplicationBootstrap(): Promise<void> {
    await this.resealing.reseal(SEALED_PUSH_KEYS);
  }

  async current(): Promise<PushKeys> {
    return (await this.find()) ?? (await this.database.transaction(() => this.make()));
  }

  private async find(): Promise<PushKeys | null> {
    for (const row of await this.rows()) {
      const keys = this.opened(row);
      if (keys !== null) return keys;
    }
    return null;
  }

  private async make(): Promise<PushKeys> {
    await this.database.run(`SELECT ${lockOnceUntilCommit('pushKeys')}`);
    const found = await this.find(); // of whichever process was first
    if (found !== null) return found;
    const keys = webPush.generateVAPIDKeys();
    await this.database.run('INSERT INTO push_keys (public_key, private_key_sealed, created_at) VALUES ($1, $2, $3)', [
      keys.publicKey,
      this.box.seal(keys.privateKey, placeOf(keys.publicKey)),
      this.clock.now(),
    ]);
    this.logger.log(
      'Made a pair of keys for pushes. Browsers that were chosen before with another pair have to be chosen again.',
    );
    return keys;
  }

  /** Latest first. */
  private async rows(): Promise<KeysRow[]> {
    return this.database.query<KeysRow>(
      'SELECT public_key AS "publicKey", private_key_sealed AS sealed FROM push_keys ORDER BY created_at DESC, public_key',
    );
  }

  private opened({ publicKey, sealed }: KeysRow): PushKeys | null {
    try {
      return { publicKey, privateKey: this.box.open(sealed, placeOf(publicKey)) };
    } catch (error) {
      if (error instanceof UnreadableSecretError) return null;
      throw error;
    }
  }
}

function placeOf(publicKey: string): string {
  return `push_keys.private_key ${publicKey}`;
}
