import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notFound } from '../../../common/errors/domain-error.js';
import { isId, newId } from '../../../common/ids.js';
import { isPushService } from '../domain/alerts/push-services.js';
import type { UserViewer } from '../domain/viewer.js';
import type { AddPushDeviceInput, PushDevice } from './alert-settings.types.js';

/** A browser, and how it is reached. */
export interface PushTarget {
  id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
}

const MAX_DEVICES = 20;
const COLUMNS = `id, user_agent AS "userAgent", created_at AS "createdAt", session_id AS "sessionId"`;

/** Push devices: the browsers that a person is alerted in. Each lasts as long as the session in which it was added. */
@Injectable()
export class PushDevicesService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Latest first. */
  async list(userId: string): Promise<PushDevice[]> {
    return this.database.query<PushDevice>(
      `SELECT ${COLUMNS} FROM push_devices WHERE user_id = $1 ORDER BY created_at DESC, id DESC`,
      [userId],
    );
  }

  /**
   * Adding the same browser again changes nothing, and gives it to whoever is signed in there now. Of more than 20 the oldest go.
   * @throws DomainError (INVALID_INPUT) where it is not to be reached at a push service, or its keys are none
   */
  async add(viewer: UserViewer, { endpoint, p256dh, auth }: AddPushDeviceInput): Promise<PushDevice> {
    if (!isPushService(endpoint, this.config.get('PUSH_SERVICES')))
      throw invalid('This is not the address of a push service that is known here.', 'endpoint');
    if (!isOfLength(p256dh, 65)) throw invalid('This is not the public key of a browser.', 'p256dh');
    if (!isOfLength(auth, 16)) throw invalid('This is not the secret of a browser.', 'auth');
    return this.database.transaction(async () => {
      const [device] = await this.database.query<PushDevice>(
        `INSERT INTO push_devices (id, user_id, session_id, endpoint, p256dh, auth, user_agent, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (endpoint) DO UPDATE SET user_id = excluded.user_id, session_id = excluded.session_id,
           p256dh = excluded.p256dh, auth = excluded.auth, user_agent = excluded.user_agent
         RETURNING ${COLUMNS}`,
        [
          newId(),
          viewer.id,
          viewer.sessionId,
          endpoint,
          p256dh,
          auth,
          viewer.origin?.userAgent ?? null,
          this.clock.now(),
        ],
      );
      if (device === undefined) throw new Error('The device was not stored.');
      await this.database.run(
        `DELETE FROM push_devices WHERE id IN
           (SELECT id FROM push_devices WHERE user_id = $1 AND id <> $2 ORDER BY created_at DESC, id DESC OFFSET ${MAX_DEVICES - 1})`,
        [viewer.id, device.id],
      );
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

  /** By user. */
  async targetsOf(userIds: readonly string[]): Promise<ReadonlyMap<string, PushTarget[]>> {
    const rows = await this.database.query<PushTarget & { userId: string }>(
      `SELECT id, user_id AS "userId", endpoint, p256dh, auth FROM push_devices WHERE user_id = ANY($1) ORDER BY id`,
      [userIds],
    );
    const targets = new Map<string, PushTarget[]>();
    for (const { userId, ...target } of rows) targets.set(userId, [...(targets.get(userId) ?? []), target]);
    return targets;
  }

  /** The push service says that the browser takes no more. */
  async forget(deviceId: string): Promise<void> {
    await this.database.run('DELETE FROM push_devices WHERE id = $1', [deviceId]);
  }
}

function isOfLength(text: string, bytes: number): boolean {
  return /^[\w-]+=*$/.test(text) && Buffer.from(text, 'base64url').length === bytes;
}

function invalid(message: string, field: string): DomainError {
  return new DomainError({ code: 'INVALID_INPUT', message, path: [field] });
}
