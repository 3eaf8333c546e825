import { isDueSql } from '../../../common/clock/is-due.js';
import { MAX_BACKOFF_MS } from '../domain/pacing/backoff.js';
import { RECIPIENT_INTERVAL_MS } from '../domain/pacing/recipient-limit.js';
import { maySendSql } from '../../accounts/standing/circuit-breaker.service.js';

/** Longer than a call to Meta may take. */
export const LEASE_SECONDS = 60;
const COLUMNS = `id, account_id, business_phone_number_id, conversation_id, broadcast_id, template_id, kind, content, reply_to_whatsapp_id, was_resent, trace_parent,
   claimed.attempts, claimed.claim_id, claimed.refused_code, claimed.refused_at`;
/**
 * Customers read in order: a message goes out when none of its conversation is on its way and nothing that somebody wrote
 * before it waits. What a broadcast has in store holds nobody up.
 */
const IS_NEXT = `NOT EXISTS (SELECT FROM outgoing_jobs other WHERE other.conversation_id = job.conversation_id AND other.message_id <> job.message_id
  AND (other.state = 'SENDING' OR (other.state = 'QUEUED' AND other.broadcast_id IS NULL
    AND (other.position, other.message_id) < (job.position, job.message_id))))`;
/*
 * Accounts, numbers and broadcasts are rows of other modules. They are read here, never written: for all numbers at once,
 * many times a second; and once more by the statement that claims, because a circuit may have opened and a broadcast may
 * have been paused since they were read, and what is claimed then would still go out.
 */
const mayNumberSend = (now: '$1' | '$2'): string =>
  `accounts.status <> 'TOKEN_INVALID' AND ${maySendSql('accounts', now)} AND ${maySendSql('number', now)}`;
const MAY_STILL_SEND = `EXISTS (SELECT FROM business_phone_numbers number JOIN accounts ON accounts.id = number.account_id
  WHERE number.id = job.business_phone_number_id AND ${mayNumberSend('$2')})`;
/** A trial is one message: nothing else of the same is on its way. */
const isUnderWay = (column: 'broadcast_id' | 'business_phone_number_id', id: string): string =>
  `EXISTS (SELECT FROM outgoing_jobs job WHERE job.${column} = ${id} AND job.state = 'SENDING')`;
/** As the index says it. */
const HAS_QUEUED = `EXISTS (SELECT FROM outgoing_jobs job WHERE job.broadcast_id = broadcasts.id AND job.broadcast_id IS NOT NULL AND job.state = 'QUEUED')`;
/** Next attempts are never further ahead than the longest back-off. */
const IS_DUE = `(job.next_attempt_at IS NULL OR ${isDueSql('job.next_attempt_at', '$2', MAX_BACKOFF_MS)})`;
/** More than a burst is never owed: what lies further ahead is of a clock that was set back. Twice, for clocks that differ. */
const MAY_RECIPIENT_GET_IT = isDueSql('recipient.theoretical_arrival_at', '$3', 2 * RECIPIENT_INTERVAL_MS);
const IS_OF_CHAT = 'job.broadcast_id IS NULL';
const IS_OF_RUNNING_BROADCAST = `job.broadcast_id = $6 AND EXISTS (SELECT FROM broadcasts WHERE id = $6 AND status = 'RUNNING')`;

/** Claims what people wrote, in the order in which they did. $1 the number, $2 now, $3 the latest arrival time, $4 how many, $5 the claim. */
export const CLAIM_OF_CHATS = claimOf(IS_OF_CHAT, 'job.position, job.message_id');
/** Claims of the broadcast $6: what has been tried goes last, so that what Meta always refuses holds up nobody. */
export const CLAIM_OF_BROADCAST = claimOf(
  IS_OF_RUNNING_BROADCAST,
  'job.next_attempt_at NULLS FIRST, job.position, job.message_id',
);

/** Numbers that may send at $1 and have something to send. */
export const NUMBERS_WITH_WORK = `SELECT number.id, number.throughput, account_id, greatest(accounts.circuit_trips, number.circuit_trips) AS trips
   FROM business_phone_numbers number JOIN accounts ON accounts.id = number.account_id
  WHERE ${mayNumberSend('$1')}
    AND NOT (number.circuit_trips > 0 AND ${isUnderWay('business_phone_number_id', 'number.id')})
    AND NOT (accounts.circuit_trips > 0 AND EXISTS (SELECT FROM business_phone_numbers sibling
              WHERE sibling.account_id = accounts.id AND ${isUnderWay('business_phone_number_id', 'sibling.id')}))
    AND (EXISTS (SELECT FROM outgoing_jobs job WHERE job.business_phone_number_id = number.id AND job.state = 'QUEUED' AND job.broadcast_id IS NULL)
      OR EXISTS (SELECT FROM broadcasts WHERE broadcasts.business_phone_number_id = number.id AND status = 'RUNNING' AND finished_at IS NULL AND ${HAS_QUEUED}))
  ORDER BY number.id`;

/** Running broadcasts of the number $1 that have something to send. */
export const BROADCASTS_WITH_WORK = `SELECT id, messages_per_second, is_on_trial FROM broadcasts
  WHERE business_phone_number_id = $1 AND status = 'RUNNING' AND finished_at IS NULL
    AND NOT (is_on_trial AND ${isUnderWay('broadcast_id', 'broadcasts.id')}) AND ${HAS_QUEUED} ORDER BY id`;

function claimOf(whose: string, order: string): string {
  return `WITH claimed AS (
    UPDATE outgoing_jobs SET state = 'SENDING', attempts = attempts + 1, claim_id = $5,
           lease_until = $2::timestamptz + make_interval(secs => ${LEASE_SECONDS})
     WHERE message_id IN (
       SELECT job.message_id FROM outgoing_jobs job LEFT JOIN recipient_limits recipient ON recipient.conversation_id = job.conversation_id
        WHERE job.business_phone_number_id = $1 AND job.state = 'QUEUED' AND ${whose} AND ${IS_DUE}
          AND (recipient.theoretical_arrival_at IS NULL OR ${MAY_RECIPIENT_GET_IT})
          AND ${MAY_STILL_SEND} AND ${IS_NEXT}
        ORDER BY ${order} LIMIT $4 FOR UPDATE OF job SKIP LOCKED)
    RETURNING message_id, attempts, claim_id, refused_code, next_attempt_at AS refused_at)
  UPDATE messages SET status = 'SENDING' FROM claimed WHERE id = claimed.message_id AND status = 'QUEUED'
  RETURNING ${COLUMNS}`;
}
