import { Injectable } from '@nestjs/common';
import { Claims } from '../../../common/jobs/claims.js';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { SECOND_MS } from '../../../common/durations.js';
import { latestArrivalAt } from '../domain/pacing/recipient-limit.js';
import { claimable, SHARE_OF_THROUGHPUT } from '../domain/pacing/token-bucket.js';
import {
  BROADCASTS_WITH_WORK,
  CLAIM_OF_BROADCAST,
  CLAIM_OF_CHATS,
  LEASE_SECONDS,
  NUMBERS_WITH_WORK,
} from './claim-statements.js';
import { OutgoingJobsService } from './outgoing-jobs.service.js';
import { RecipientLimitsService } from './pace/recipient-limits.service.js';
import type { OutgoingJob } from './send-results.service.js';
import type { FreeSlots } from './pace/slots.js';
import { TokenBucketsService } from './pace/token-buckets.service.js';

interface NumberRow {
  id: string;
  throughput: number;
  account_id: string;
  /** How often its circuit, or its account's, has tripped; more than 0: half-open, so one message is the trial. */
  trips: number;
}

interface BroadcastRow {
  id: string;
  messages_per_second: number | null;
  /** It goes on with one message at a time, until Meta accepts one. */
  is_on_trial: boolean;
}

export interface ClaimedMessages {
  jobs: OutgoingJob[];
  /** Messages a second that Meta takes of each number, and the rates of their own that broadcasts have, by their ids. */
  rates: Map<string, number>;
  /** When there may be more although nothing was claimed: a bucket has to refill. Null: nobody knows. */
  retryInMs: number | null;
  /** What sends a trial: its next success ends that. */
  trials: { numbers: { id: string; accountId: string }[]; broadcastIds: string[] };
}

/** Which rows are claimed: of a broadcast, or of chats where that is null. */
interface ClaimedRows {
  numberId: string;
  broadcastId: string | null;
  limit: number;
}

/** How many of a number may be claimed, and of these of broadcasts. */
interface Shares {
  share: number;
  broadcastShare: number;
}

interface ClaimedOfBroadcasts {
  jobs: OutgoingJob[];
  isLimited: boolean;
  /** Broadcasts that send one message as a trial. */
  onTrial: string[];
  /** Broadcasts that have a rate of their own. */
  rates: [id: string, messagesPerSecond: number][];
}

interface ClaimedOfNumber {
  jobs: OutgoingJob[];
  retryInMs: number | null;
  broadcastsOnTrial: string[];
  broadcastRates: [id: string, messagesPerSecond: number][];
}

/** More can be claimed soon: tokens come, or Meta answers. Far less than what is claimed ahead, so that nothing of a rate is lost. */
const RETRY_MS = 25;
/** Numbers whose messages are claimed side by side, each in a transaction. */
const SIDE_BY_SIDE = 4;
/** There are no more slots at all: others may have been freed meanwhile. */
const NO_SHARE_RETRY_MS = 5;
/**
 * Claims messages for a worker, of each number as many as its token bucket holds, whichever process claims: what people
 * write first, then broadcasts, each by a bucket of its own. Claims are committed before anything is sent.
 */
@Injectable()
export class MessageClaimsService {
  private turn = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly buckets: TokenBucketsService,
    private readonly recipientLimits: RecipientLimitsService,
    private readonly jobs: OutgoingJobsService,
  ) {}

  /** `prepare` looks up what sending needs; if it fails, nothing has been begun, and what was claimed waits again. */
  claim(slots: FreeSlots, prepare: (jobs: OutgoingJob[]) => Promise<void>): Promise<ClaimedMessages> {
    return this.claims.withClaimId(
      (claimId) => this.jobs.release(claimId),
      async (claimId) => {
        const claimed = await this.claimOfAll(claimId, slots);
        if (claimed.jobs.length > 0) await prepare(claimed.jobs);
        return claimed;
      },
    );
  }

  /** The lease of a claimed message begins anew: by the clock as it is now, wherever it was set. Without effect where it cannot be written. */
  async renew({ id, claim_id: claimId }: Pick<OutgoingJob, 'id' | 'claim_id'>): Promise<void> {
    const until = new Date(this.clock.now().getTime() + LEASE_SECONDS * SECOND_MS);
    await this.database
      .run(`UPDATE outgoing_jobs SET lease_until = $3 WHERE message_id = $1 AND claim_id = $2 AND state = 'SENDING'`, [
        id,
        claimId,
        until,
      ])
      .catch(() => undefined);
  }

  /** Each number may fill an equal share of the slots that are left; a few numbers at once. */
  private async claimOfAll(claimId: string, slots: FreeSlots): Promise<ClaimedMessages> {
    const numbers = await this.numbersWithWork();
    const claimed: ClaimedMessages = {
      jobs: [],
      rates: new Map(numbers.map(({ id, throughput }) => [id, throughput])),
      retryInMs: null,
      trials: { numbers: [], broadcastIds: [] },
    };
    if (numbers.length === 0) return claimed;
    this.turn += 1;
    const begin = this.turn % numbers.length; // nobody is always first
    const inTurn = [...numbers.slice(begin), ...numbers.slice(0, begin)];
    for (let index = 0; index < inTurn.length; index += SIDE_BY_SIDE) {
      const group = inTurn.slice(index, index + SIDE_BY_SIDE);
      const [free, ofBroadcasts] = [slots.free - claimed.jobs.length, claimed.jobs.filter(isOfBroadcast).length];
      if (free < group.length) return { ...claimed, retryInMs: NO_SHARE_RETRY_MS };
      const share = Math.max(1, Math.floor(free / (inTurn.length - index)));
      const freeForBroadcasts = Math.max(0, slots.freeForBroadcasts - ofBroadcasts);
      const broadcastShare = Math.min(share, Math.floor(freeForBroadcasts / group.length));
      await this.claimOfGroup(claimId, group, { share, broadcastShare }, claimed);
    }
    return claimed;
  }

  /** Side by side; adds what was claimed. If one fails, the others have ended before anything is released. */
  private async claimOfGroup(
    claimId: string,
    group: readonly NumberRow[],
    shares: Shares,
    claimed: ClaimedMessages,
  ): Promise<void> {
    const results = await Promise.allSettled(group.map((number) => this.claimOfNumber(claimId, number, shares)));
    for (const [index, result] of results.entries()) {
      const number = group[index];
      if (result.status === 'rejected') throw result.reason;
      const { jobs, retryInMs, broadcastsOnTrial, broadcastRates } = result.value;
      claimed.jobs.push(...jobs);
      for (const [id, rate] of broadcastRates) claimed.rates.set(id, rate);
      if (number !== undefined && number.trips > 0)
        claimed.trials.numbers.push({ id: number.id, accountId: number.account_id });
      claimed.trials.broadcastIds.push(...broadcastsOnTrial);
      claimed.retryInMs ??= retryInMs;
    }
  }

  private numbersWithWork(): Promise<NumberRow[]> {
    return this.database.query<NumberRow>(NUMBERS_WITH_WORK, [this.clock.now()]);
  }

  private async claimOfNumber(
    claimId: string,
    { id, throughput: ceiling, trips }: NumberRow,
    { share, broadcastShare }: Shares,
  ): Promise<ClaimedOfNumber> {
    const throughput = ceiling * SHARE_OF_THROUGHPUT;
    return this.database.transaction(async () => {
      const bucket = await this.buckets.lock(id, throughput);
      // null: another process claims, or the number is blocked
      if (bucket === null) return { jobs: [], retryInMs: null, broadcastsOnTrial: [], broadcastRates: [] };
      const most = trips > 0 ? 1 : share;
      const limit = Math.min(most, claimable(bucket, throughput, 'CHATS'));
      const ofBroadcasts = Math.min(most, broadcastShare, claimable(bucket, throughput, 'BROADCASTS'));
      const claimed =
        trips > 0 && trips % 2 === 0
          ? await this.claimBroadcastsFirst(claimId, id, limit, ofBroadcasts)
          : await this.claimChatsFirst(claimId, id, limit, ofBroadcasts);
      const { jobs, isLimited } = claimed;
      await this.buckets.spend(id, bucket, jobs.length);
      await this.recipientLimits.record(jobs.map((job) => job.conversation_id));
      return {
        jobs,
        retryInMs: isLimited ? RETRY_MS : null,
        broadcastsOnTrial: claimed.onTrial,
        broadcastRates: claimed.rates,
      };
    });
  }

  private async claimChatsFirst(
    claimId: string,
    numberId: string,
    limit: number,
    broadcastShare: number,
  ): Promise<ClaimedOfBroadcasts> {
    const jobs = limit === 0 ? [] : await this.claimRows(claimId, { numberId, broadcastId: null, limit });
    if (jobs.length === limit) return { jobs, isLimited: true, onTrial: [], rates: [] };
    const ofBroadcasts = await this.claimOfBroadcasts(claimId, numberId, Math.min(limit - jobs.length, broadcastShare));
    return { ...ofBroadcasts, jobs: [...jobs, ...ofBroadcasts.jobs] };
  }

  /** Every second trial is of a broadcast: the trouble may be one of a single chat's message that Meta tells of the account. */
  private async claimBroadcastsFirst(
    claimId: string,
    numberId: string,
    limit: number,
    broadcastShare: number,
  ): Promise<ClaimedOfBroadcasts> {
    const ofBroadcasts = await this.claimOfBroadcasts(claimId, numberId, Math.min(limit, broadcastShare));
    const left = limit - ofBroadcasts.jobs.length;
    const jobs = left <= 0 ? [] : await this.claimRows(claimId, { numberId, broadcastId: null, limit: left });
    return { ...ofBroadcasts, jobs: [...ofBroadcasts.jobs, ...jobs], isLimited: jobs.length === left };
  }

  private async claimOfBroadcasts(claimId: string, numberId: string, limit: number): Promise<ClaimedOfBroadcasts> {
    const broadcasts = await this.database.query<BroadcastRow>(BROADCASTS_WITH_WORK, [numberId]);
    const jobs: OutgoingJob[] = [];
    let isLimited = broadcasts.length > 0 && limit === 0;
    for (const [index, { id, messages_per_second: rate, is_on_trial: isOnTrial }] of broadcasts.entries()) {
      const fairShare = Math.ceil((limit - jobs.length) / (broadcasts.length - index));
      const share = isOnTrial ? Math.min(fairShare, 1) : fairShare;
      const bucket = rate === null ? null : await this.buckets.lock(id, rate);
      const allowed =
        rate === null ? share : Math.min(share, bucket === null ? 0 : claimable(bucket, rate, 'BROADCASTS'));
      const ofBroadcast = { numberId, broadcastId: id, limit: allowed };
      const claimed = allowed <= 0 ? [] : await this.claimRows(claimId, ofBroadcast);
      if (bucket !== null) await this.buckets.spend(id, bucket, claimed.length);
      jobs.push(...claimed);
      isLimited ||= claimed.length >= allowed;
    }
    const onTrial = broadcasts.filter(({ is_on_trial: isOnTrial }) => isOnTrial).map(({ id }) => id);
    const rates = broadcasts.flatMap(({ id, messages_per_second: rate }): [string, number][] =>
      rate === null ? [] : [[id, rate]],
    );
    return { jobs, isLimited, onTrial, rates };
  }

  private claimRows(claimId: string, { numberId, broadcastId, limit }: ClaimedRows): Promise<OutgoingJob[]> {
    const now = this.clock.now();
    const parameters = [numberId, now, latestArrivalAt(now), limit, claimId];
    if (broadcastId === null) return this.database.query<OutgoingJob>(CLAIM_OF_CHATS, parameters);
    return this.database.query<OutgoingJob>(CLAIM_OF_BROADCAST, [...parameters, broadcastId]);
  }
}

function isOfBroadcast({ broadcast_id: broadcastId }: OutgoingJob): boolean {
  return broadcastId !== null;
}
