import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notFound } from '../../../common/errors/domain-error.js';
import { isId, newId } from '../../../common/ids.js';
import { isPushService } from '../domain/alerts/push-services.js';
import { isAuth, isP256dh } from '../domain/alerts/subscription-keys.js';
import type { UserViewer } from '../domain/viewer.js';
import type { AddPushDeviceInput, PushDevice } from './alert-settings.types.js';
import { PushKeysService } from './push-keys.service.js';
import { because, type Because } from '../../../common/errors/because.js';

/** A browser, and how it is reached. */
export interface PushTarget {
  id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
}

const MAX_DEVICES = 20;
const COLUMNS = `id, user_agent AS "userAgent", created_at AS "createdAt", session_id = $1 AS "isCurrent"`;

/**
 * Push devices: the browsers that a person is alerted in. Each lasts as long as the session in which it was added, and is
 * bound to the push keys of that time: while others count it is left alone, for it would refuse them.
 */
@Injectable()
export class PushDevicesService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: PushKeysService,
  ) {}

  /** Those that can be pushed to, latest first. */
  async list({ id, sessionId }: UserViewer): Promise<PushDevice[]> {
    const { publicKey } = await this.keys.current();
    return this.database.query<PushDevice>(
      `SELECT ${COLUMNS} FROM push_devices WHERE user_id = $2 AND public_key = $3 ORDER BY created_at DESC, id DESC`,
      [sessionId, id, publicKey],
    );
  }

  /**
   * Adding the same browser again changes nothing, and gives it to whoever is signed in there now. Of more than 20 the oldest go.
   * @throws DomainError (INVALID_INPUT) where it is not to be reached at a push service, or its keys are none
   */
  async add(viewer: UserViewer, { endpoint, p256dh, auth }: AddPushDeviceInput): Promise<PushDevice> {
    if (!isPushService(endpoint, this.config.get('PUSH_SERVICES')))
      throw invalid(because('PUSH_ADDRESS_UNKNOWN'), 'endpoint');
    if (!isP256dh(p256dh)) throw invalid(because('PUSH_KEY_INVALID'), 'p256dh');
    if (!isAuth(auth)) throw invalid(because('PUSH_SECRET_INVALID'), 'auth');
    const { publicKey } = await this.keys.current();
    const userAgent = viewer.origin?.userAgent ?? null;
    return this.database.transaction(async () => {
      const [device] = await this.database.query<PushDevice>(
        `INSERT INTO push_devices (id, user_id, session_id, endpoint, p256dh, auth, public_key, user_agent, created_at)
         VALUES ($2, $3, $1, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (endpoint) DO UPDATE SET user_id = excluded.user_id, session_id = excluded.session_id,
           p256dh = excluded.p256dh, auth = excluded.auth, public_key = excluded.public_key, user_agent = excluded.user_agent
         RETURNING ${COLUMNS}`,
        [viewer.sessionId, newId(), viewer.id, endpoint, p256dh, auth, publicKey, userAgent, this.clock.now()],
      );
      if (device === undefined) throw new Error('The device was not stored.');
      await this.removeOldest(viewer.id, device.id);
      return device;
    });
  }

  /** @throws DomainError (NOT_FOUND) */
  async remove({ id }: UserViewer, deviceId: string): Promise<void> {
    const gone = isId(deviceId)
      ? await this.database.run('DELETE FROM push_devices WHERE id = $1 AND user_id = $2', [deviceId, id])
      : 0;
    if (gone === 0) throw notFound('device', 'pushDeviceId');
  }

  /** By user: what is bound to this key, in sessions that have not ended. */
  async targetsOf(userIds: readonly string[], publicKey: string): Promise<ReadonlyMap<string, PushTarget[]>> {
    const rows = await this.database.query<PushTarget & { userId: string }>(
      `SELECT id, user_id AS "userId", endpoint, p256dh, auth FROM push_devices
        WHERE user_id = ANY($1) AND public_key = $2 AND EXISTS (
          SELECT FROM session_tokens WHERE session_tokens.session_id = push_devices.session_id AND replaced_at IS NULL
             AND refresh_expires_at > $3)
        ORDER BY id`,
      [userIds, publicKey, this.clock.now()],
    );
    const targets = new Map<string, PushTarget[]>();
    for (const { userId, ...target } of rows) targets.set(userId, [...(targets.get(userId) ?? []), target]);
    return targets;
  }

  /** The push service says that the browser takes no more. */
  async forget(deviceId: string): Promise<void> {
    await this.database.run('DELETE FROM push_devices WHERE id = $1', [deviceId]);
  }

  private async removeOldest(userId: string, exceptId: string): Promise<void> {
    await this.database.run(
      `DELETE FROM push_devices WHERE id IN
         (SELECT id FROM push_devices WHERE user_id = $1 AND id <> $2 ORDER BY created_at DESC, id DESC OFFSET ${MAX_DEVICES - 1})`,
      [userId, exceptId],
    );
  }
}

function invalid(why: Because, field: string): DomainError {
  return new DomainError({ code: 'INVALID_INPUT', ...why, path: [field] });
}
