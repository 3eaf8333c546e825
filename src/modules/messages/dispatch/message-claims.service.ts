import { Injectable } from '@nestjs/common';
import { Claims, type LeasedTable } from '../../../common/jobs/claims.js';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import {
  nextTokenInMs,
  recipientLimit,
  RECIPIENT_INTERVAL_MS,
  refill,
  SHARE_OF_THROUGHPUT,
  type TokenBucket,
} from '../domain/token-bucket.js';
import type { OutgoingJob } from './send-results.service.js';

interface NumberRow {
  id: string;
  throughput: number;
  account_id: string;
  /** Meta refused everything lately: one message tries whether that has ended. */
  is_on_probation: boolean;
}

interface PaceRow {
  tokens: number;
  refilled_at: Date;
  blocked_until: Date | null;
}

interface BroadcastRow {
  id: string;
  messages_per_second: number | null;
}

export interface ClaimedMessages {
  jobs: OutgoingJob[];
  /** When there may be more although nothing was taken: a pace has to be kept. Null: nobody knows. */
  againInMs: number | null;
  /** Accounts whose sending was paused until now. */
  onProbation: string[];
}

/** How many may be taken: of all, and of those that are sent to many, so that an answer of an operator always finds a place. */
export interface FreeSlots {
  free: number;
  freeForBroadcasts: number;
}

/** Broadcasts have used up their places: nothing can go before Meta has answered, however slow it is. */
const NO_PLACE_MS = 25;
/** Longer than a call to Meta may take. */
export const LEASE_SECONDS = 60;
const MESSAGES: LeasedTable = { table: 'messages', state: 'status', waiting: 'QUEUED', claimed: 'SENDING' };
const COLUMNS =
  'id, account_id, business_phone_number_id, conversation_id, broadcast_id, template_id, kind, content, reply_to_whatsapp_id, attempts, was_resent, claim_id';
/**
 * Customers read in order: a message goes out when none of its conversation is on its way and nothing that somebody wrote
 * before it waits. What a broadcast has in store holds nobody up.
 */
const IS_NEXT = `NOT EXISTS (SELECT FROM messages other WHERE other.conversation_id = job.conversation_id AND other.id <> job.id
  AND (other.status = 'SENDING' OR (other.status = 'QUEUED' AND other.broadcast_id IS NULL AND other.id < job.id)))`;
const mayAccountSend = (now: '$1' | '$2'): string =>
  `accounts.status <> 'TOKEN_INVALID' AND (sending_paused_until IS NULL OR sending_paused_until <= ${now})`;
/** Asked once more by the statement that takes: a pause may have begun since the numbers were read. */
const MAY_ACCOUNT_STILL_SEND = `EXISTS (SELECT FROM accounts WHERE accounts.id = job.account_id AND ${mayAccountSend('$2')})`;
const IS_OF_CHAT = 'job.broadcast_id IS NULL';
const IS_OF_RUNNING_BROADCAST = `job.broadcast_id = $6 AND EXISTS (SELECT FROM broadcasts WHERE id = $6 AND status = 'RUNNING')`;

/**
 * Takes messages for a worker, each number at its pace, whichever process takes: what people write first, then what is
 * sent to many, each broadcast at its own pace. Taking is committed before anything is sent.
 */
@Injectable()
export class MessageClaimsService {
  private turn = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly claims: Claims,
  ) {}

  /** `prepare` looks up what sending needs; if it fails, nothing has been begun, and what was taken waits again. */
  take(places: FreeSlots, prepare: (jobs: OutgoingJob[]) => Promise<void>): Promise<ClaimedMessages> {
    return this.claims.withClaimId(MESSAGES, async (claimId) => {
      const taken = await this.takeAs(claimId, places);
      if (taken.jobs.length > 0) await prepare(taken.jobs);
      return taken;
    });
  }

  private async takeAs(claimId: string, places: FreeSlots): Promise<ClaimedMessages> {
    const numbers = await this.numbersWithWork();
    const taken: ClaimedMessages = { jobs: [], againInMs: null, onProbation: [] };
    if (numbers.length === 0) return taken;
    this.turn += 1;
    const begin = this.turn % numbers.length; // nobody is always first
    const inTurn = [...numbers.slice(begin), ...numbers.slice(0, begin)];
    for (const [index, number] of inTurn.entries()) {
      const share = Math.ceil((places.free - taken.jobs.length) / (inTurn.length - index));
      const ofBroadcasts = taken.jobs.filter((job) => job.broadcast_id !== null).length;
      const many = Math.max(0, Math.min(share, places.freeForBroadcasts - ofBroadcasts));
      if (share <= 0) return { ...taken, againInMs: 5 };
      const { jobs, againInMs } = await this.takeOfNumber(claimId, number, share, many);
      taken.jobs.push(...jobs);
      if (number.is_on_probation) taken.onProbation.push(number.account_id);
      if (againInMs !== null) taken.againInMs = Math.min(taken.againInMs ?? againInMs, againInMs);
    }
    return taken;
  }

  private numbersWithWork(): Promise<NumberRow[]> {
    return this.database.query<NumberRow>(
      `SELECT number.id, number.throughput, account_id, circuit_trips > 0 AS is_on_probation FROM business_phone_numbers number JOIN accounts ON accounts.id = number.account_id
        WHERE ${mayAccountSend('$1')}
          AND EXISTS (SELECT FROM messages job WHERE job.business_phone_number_id = number.id AND job.status = 'QUEUED')
        ORDER BY number.id`,
      [this.clock.now()],
    );
  }

  private async takeOfNumber(
    claimId: string,
    { id, throughput: ceiling, is_on_probation: isOnProbation }: NumberRow,
    most: number,
    mostOfBroadcasts: number,
  ): Promise<Pick<ClaimedMessages, 'jobs' | 'againInMs'>> {
    const throughput = ceiling * SHARE_OF_THROUGHPUT;
    return this.database.transaction(async () => {
      const pace = await this.paceOf(id, throughput);
      if (pace === null) return { jobs: [], againInMs: null }; // another process takes, or the number has to be quiet
      const allowed = Math.min(most, Math.floor(pace.tokens), isOnProbation ? 1 : most);
      const jobs =
        allowed === 0 ? [] : await this.takeRows(claimId, { numberId: id, broadcastId: null, most: allowed });
      let isLimited = jobs.length === allowed;
      if (!isLimited) {
        const left = Math.min(allowed - jobs.length, mostOfBroadcasts);
        const ofBroadcasts = await this.takeOfBroadcasts(claimId, id, left);
        jobs.push(...ofBroadcasts.jobs);
        isLimited = ofBroadcasts.isLimited;
      }
      const rest = { ...pace, tokens: pace.tokens - jobs.length };
      await this.keep(id, rest);
      await this.oweRecipients(jobs);
      const soonest = mostOfBroadcasts === 0 ? NO_PLACE_MS : 2;
      const againInMs = isLimited ? Math.max(soonest, nextTokenInMs(rest, throughput)) : null;
      return { jobs, againInMs };
    });
  }

  private async takeOfBroadcasts(
    claimId: string,
    numberId: string,
    most: number,
  ): Promise<{ jobs: OutgoingJob[]; isLimited: boolean }> {
    const broadcasts = await this.database.query<BroadcastRow>(
      `SELECT id, messages_per_second FROM broadcasts WHERE business_phone_number_id = $1 AND status = 'RUNNING' ORDER BY id`,
      [numberId],
    );
    const jobs: OutgoingJob[] = [];
    let isLimited = broadcasts.length > 0 && most === 0;
    for (const [index, { id, messages_per_second: rate }] of broadcasts.entries()) {
      const share = Math.ceil((most - jobs.length) / (broadcasts.length - index));
      const pace = rate === null ? null : await this.paceOf(id, rate);
      const allowed = pace === null ? share : Math.min(share, Math.floor(pace.tokens));
      const taken = allowed <= 0 ? [] : await this.takeRows(claimId, { numberId, broadcastId: id, most: allowed });
      if (pace !== null) await this.keep(id, { ...pace, tokens: pace.tokens - taken.length });
      jobs.push(...taken);
      isLimited ||= taken.length >= allowed;
    }
    return { jobs, isLimited };
  }

  /** Locked until the transaction ends. Null when it is locked already, or blocked. */
  private async paceOf(id: string, ratePerSecond: number): Promise<TokenBucket | null> {
    const now = this.clock.now();
    const select = (): Promise<PaceRow[]> =>
      this.database.query<PaceRow>(
        'SELECT tokens, refilled_at, blocked_until FROM token_buckets WHERE id = $1 FOR UPDATE SKIP LOCKED',
        [id],
      );
    let [row] = await select();
    if (row === undefined) {
      await this.database.run(
        'INSERT INTO token_buckets (id, tokens, refilled_at) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING',
        [id, now],
      );
      [row] = await select();
    }
    if (row === undefined || (row.blocked_until !== null && row.blocked_until > now)) return null;
    return refill({ tokens: row.tokens, refilledAt: row.refilled_at }, ratePerSecond, now);
  }

  private async keep(id: string, { tokens, refilledAt: refreshedAt }: TokenBucket): Promise<void> {
    await this.database.run('UPDATE token_buckets SET tokens = $2, refilled_at = $3 WHERE id = $1', [
      id,
      tokens,
      refreshedAt,
    ]);
  }

  /** Of a broadcast, or of chats where that is null. */
  private takeRows(
    claimId: string,
    { numberId, broadcastId, most }: { numberId: string; broadcastId: string | null; most: number },
  ): Promise<OutgoingJob[]> {
    const now = this.clock.now();
    return this.database.query<OutgoingJob>(
      `UPDATE messages SET status = 'SENDING', attempts = attempts + 1, claim_id = $5,
              lease_until = $2::timestamptz + make_interval(secs => ${LEASE_SECONDS})
        WHERE id IN (
          SELECT job.id FROM messages job LEFT JOIN recipient_limits pace ON pace.conversation_id = job.conversation_id
           WHERE job.business_phone_number_id = $1 AND job.status = 'QUEUED' AND ${broadcastId === null ? IS_OF_CHAT : IS_OF_RUNNING_BROADCAST}
             AND (job.next_attempt_at IS NULL OR job.next_attempt_at <= $2) AND (pace.theoretical_arrival_at IS NULL OR pace.theoretical_arrival_at <= $3)
             AND ${MAY_ACCOUNT_STILL_SEND} AND ${IS_NEXT}
           ORDER BY (job.broadcast_id IS NOT NULL), job.id LIMIT $4 FOR UPDATE OF job SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [numberId, now, recipientLimit(now), most, claimId, ...(broadcastId === null ? [] : [broadcastId])],
    );
  }

  private async oweRecipients(jobs: readonly OutgoingJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.database.run(
      `INSERT INTO recipient_limits (conversation_id, theoretical_arrival_at)
       SELECT unnest($1::uuid[]), $2::timestamptz + make_interval(secs => ${RECIPIENT_INTERVAL_MS / 1000})
       ON CONFLICT (conversation_id) DO UPDATE
         SET theoretical_arrival_at = greatest(recipient_limits.theoretical_arrival_at, $2) + make_interval(secs => ${RECIPIENT_INTERVAL_MS / 1000})`,
      [jobs.map((job) => job.conversation_id), this.clock.now()],
    );
  }
}
