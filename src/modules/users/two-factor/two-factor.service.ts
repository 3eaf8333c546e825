import { createHash, randomBytes } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { SECOND_MS } from '../../../common/durations.js';
import { Resealing, type SealedSecrets } from '../../../common/secrets/resealing.service.js';
import { SecretBox } from '../../../common/secrets/secret-box.js';
import {
  readCode,
  recoveryCode,
  RECOVERY_CODE_BYTES,
  RECOVERY_CODE_COUNT,
} from '../domain/two-factor/recovery-codes.js';

/** Sealed secrets of second factors, as they are encrypted again with another SECRET_KEY. */
export const SEALED_TWO_FACTORS: SealedSecrets = { table: 'two_factors', id: 'user_id', names: ['secret'] };

const SECRET_BYTES = 20;
const STEP_SECONDS = 30;
/** Codes before and after the present one that count too: for clocks that differ, and for whoever types slowly. */
const WINDOW = 1;

/** Secret to be put into an app. */
export interface Enrolment {
  /** Base32, to be typed. */
  secret: string;
  /** otpauth://…, to be shown as a QR code. */
  uri: string;
}

/** How the second factor of a person stands. */
export interface TwoFactorState {
  isOn: boolean;
  enabledAt: Date | null;
  recoveryCodesLeft: number;
}

/** How a code was right. */
export type CodeUse = { kind: 'APP' } | { kind: 'RECOVERY'; left: number };

interface Row {
  secret_sealed: string;
  last_used_step: string;
  is_confirmed: boolean;
}

/** Second factors: codes of an app by time (TOTP, RFC 6238: SHA-1, six digits, 30 seconds), each good once, and recovery codes. */
@Injectable()
export class TwoFactorService implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly resealing: Resealing,
  ) {}

  /** Seals the secrets with the current SECRET_KEY, so that the former can go. */
  async onApplicationBootstrap(): Promise<void> {
    await this.resealing.reseal(SEALED_TWO_FACTORS);
  }

  /** Whether a person has a second factor that is confirmed. */
  async isOn(userId: string): Promise<boolean> {
    return (await this.stateOf(userId)).isOn;
  }

  async stateOf(userId: string): Promise<TwoFactorState> {
    const [state] = await this.database.query<{ confirmed_at: Date; left: string }>(
      `SELECT confirmed_at, (SELECT count(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL) AS left
         FROM two_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL`,
      [userId],
    );
    if (state === undefined) return { isOn: false, enabledAt: null, recoveryCodesLeft: 0 };
    return { isOn: true, enabledAt: state.confirmed_at, recoveryCodesLeft: Number(state.left) };
  }

  /** For DataLoaders: whether each has one, in order. */
  readonly isOnOf = async (userIds: readonly string[]): Promise<boolean[]> => {
    const rows = await this.database.query<{ user_id: string }>(
      'SELECT user_id FROM two_factors WHERE user_id = ANY($1) AND confirmed_at IS NOT NULL',
      [userIds],
    );
    const having = new Set(rows.map(({ user_id }) => user_id));
    return userIds.map((id) => having.has(id));
  };

  /** A new secret, which counts when a code of it has confirmed it. @returns null where one is confirmed already */
  async begin(user: { id: string; email: string }): Promise<Enrolment | null> {
    const secret = new Secret({ size: SECRET_BYTES });
    const written = await this.database.run(
      `INSERT INTO two_factors (user_id, secret_sealed, created_at) VALUES ($1, $2, $3)
       ON CONFLICT (user_id) DO UPDATE SET secret_sealed = excluded.secret_sealed, created_at = excluded.created_at, last_used_step = 0
        WHERE two_factors.confirmed_at IS NULL`,
      [user.id, this.box.seal(secret.base32, placeOf(user.id)), this.clock.now()],
    );
    if (written === 0) return null;
    return { secret: secret.base32, uri: this.totp(secret, user.email).toString() };
  }

  /** Confirms a secret by a code of it, in the running transaction. @returns the recovery codes; null: the code is wrong, or nothing was begun */
  async confirm(userId: string, code: string): Promise<string[] | null> {
    const row = await this.lock(userId);
    if (row === null || row.is_confirmed || !(await this.useOfApp(userId, row, code))) return null;
    await this.database.run('UPDATE two_factors SET confirmed_at = $2 WHERE user_id = $1', [userId, this.clock.now()]);
    return this.newRecoveryCodes(userId);
  }

  /** Uses a code up, in the running transaction: it counts no more. @returns null where it is wrong, was used, or there is no second factor */
  async use(userId: string, text: string): Promise<CodeUse | null> {
    const row = await this.lock(userId);
    const given = readCode(text);
    if (row === null || !row.is_confirmed || given === null) return null;
    if (given.kind === 'APP') return (await this.useOfApp(userId, row, text)) ? { kind: 'APP' } : null;
    const used = await this.database.run(
      'UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL',
      [userId, hashOf(userId, given.code), this.clock.now()],
    );
    if (used === 0) return null;
    return { kind: 'RECOVERY', left: (await this.stateOf(userId)).recoveryCodesLeft };
  }

  /** In the running transaction; the former count no more. */
  async newRecoveryCodes(userId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODE_COUNT }, () => recoveryCode(randomBytes(RECOVERY_CODE_BYTES)));
    await this.database.run('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
    await this.database.run('INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])', [
      userId,
      codes.map((code) => hashOf(userId, code.replaceAll('-', ''))),
    ]);
    return codes;
  }

  /** @returns whether there was one */
  async remove(userId: string): Promise<boolean> {
    return (await this.database.run('DELETE FROM two_factors WHERE user_id = $1', [userId])) > 0;
  }

  /** A code of a step after that which was used last: so none counts twice, whoever has seen it. */
  private async useOfApp(userId: string, row: Row, text: string): Promise<boolean> {
    const given = readCode(text);
    if (given?.kind !== 'APP') return false;
    const timestamp = this.clock.now().getTime();
    const secret = Secret.fromBase32(this.box.open(row.secret_sealed, placeOf(userId)));
    const delta = this.totp(secret, '').validate({ token: given.code, timestamp, window: WINDOW });
    if (delta === null) return false;
    const step = Math.floor(timestamp / SECOND_MS / STEP_SECONDS) + delta;
    if (step <= Number(row.last_used_step)) return false;
    await this.database.run('UPDATE two_factors SET last_used_step = $2 WHERE user_id = $1', [userId, step]);
    return true;
  }

  private async lock(userId: string): Promise<Row | null> {
    const [row] = await this.database.query<Row>(
      'SELECT secret_sealed, last_used_step, confirmed_at IS NOT NULL AS is_confirmed FROM two_factors WHERE user_id = $1 FOR UPDATE',
      [userId],
    );
    return row ?? null;
  }

  private totp(secret: Secret, label: string): TOTP {
    const issuer = `Parley ${new URL(this.config.publicUrl).hostname}`;
    return new TOTP({ issuer, label, secret, algorithm: 'SHA1', digits: 6, period: STEP_SECONDS });
  }
}

function placeOf(userId: string): string {
  return `two_factors.secret ${userId}`;
}

/** Of one person, so that equal codes of two would not show. */
function hashOf(userId: string, code: string): Buffer {
  return createHash('sha256').update(`${userId} ${code}`).digest();
}
