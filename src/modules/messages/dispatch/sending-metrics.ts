import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { SECOND_MS } from '../../../common/durations.js';
import {
  DATABASE_READING_HOLDS_MS,
  MAX_COUNTED,
  Metrics,
  SLOW_BUCKETS,
  type Sample,
} from '../../../common/metrics/metrics.js';
import { ERROR_CATALOGUE, listedErrorOf } from '../../../whatsapp/errors/error-catalogue.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';

/**
 * How an attempt to send ended: Meta took it; nobody knows; it failed for good; it is tried again by itself; it waits until
 * what held it back (a token, an account, a number, a template) is mended.
 */
const OUTCOMES = ['accepted', 'unconfirmed', 'failed', 'retried', 'held_back'] as const;
export type SendingOutcome = (typeof OUTCOMES)[number];

/** Code of an attempt that Meta has refused in no way. */
const NO_CODE = 'none';
/** Code of a refusal that the catalogue does not list. */
const OTHER_CODE = 'other';
/** Codes of seven digits are of what is asked of Meta beside messages: templates, registration, profiles. */
const SEVEN_DIGITS = 1_000_000;
/** Every series of what failed is served from the start: a scraper sees no increase in one that appears with its value. */
const CODES_OF_FAILURES = [
  ...new Set(ERROR_CATALOGUE.filter(({ code }) => code < SEVEN_DIGITS).map(({ code }) => String(code))),
  OTHER_CODE,
];

interface WaitingRow {
  of_chats: string;
  of_broadcasts: string;
  unconfirmed: string;
  oldest: Date | null;
}

/** Oldest chat message of each number that has one waiting, by the index of the claim; then the oldest of those. */
const OLDEST_CHAT = `WITH RECURSIVE head AS (
    (SELECT business_phone_number_id AS number_id, message_id FROM outgoing_jobs WHERE state = 'QUEUED' AND broadcast_id IS NULL
      ORDER BY business_phone_number_id, position, message_id LIMIT 1)
    UNION ALL
    SELECT next.number_id, next.message_id FROM head CROSS JOIN LATERAL (
      SELECT business_phone_number_id AS number_id, message_id FROM outgoing_jobs
       WHERE state = 'QUEUED' AND broadcast_id IS NULL AND business_phone_number_id > head.number_id
       ORDER BY business_phone_number_id, position, message_id LIMIT 1) AS next)
  SELECT min(greatest(created_at, send_at)) FROM head JOIN messages ON messages.id = head.message_id`;

/** Sending metrics: how attempts ended, how long Meta took, and what waits. */
@Injectable()
export class SendingMetrics implements OnModuleInit {
  private readonly sent;
  private readonly calls;

  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    this.sent = metrics.counter({
      name: 'parley_messages_sent_total',
      help: `Attempts to send a message, by how they ended, and Meta's code (${NO_CODE}: no refusal; ${OTHER_CODE}: a code that the catalogue does not list).`,
      labels: ['outcome', 'code'],
      startsWith: [
        ...OUTCOMES.map((outcome) => ({ outcome, code: NO_CODE })),
        ...CODES_OF_FAILURES.map((code) => ({ outcome: 'failed', code })),
      ],
    });
    this.calls = metrics.histogram({
      name: 'parley_send_seconds',
      help: 'Seconds that Meta took to answer a message, whatever it answered.',
      buckets: SLOW_BUCKETS,
    });
  }

  onModuleInit(): void {
    this.metrics.register({
      name: 'sending',
      gauges: [
        {
          name: 'parley_messages_waiting',
          help: `Messages that wait to be sent, of all processes, by priority: chat goes first, broadcast (also of one that is paused) with what is left; each counted up to ${MAX_COUNTED}.`,
          labels: ['priority'],
        },
        {
          name: 'parley_message_oldest_waiting_seconds',
          help: 'Age of the oldest message that waits to be sent and is of no broadcast, of all processes; 0 where none waits.',
        },
        {
          name: 'parley_messages_unconfirmed',
          help: `Messages of which nobody knows whether Meta has them, and which are still watched, of all processes; counted up to ${MAX_COUNTED}.`,
        },
      ],
      read: () => this.readWaiting(),
      holdsForMs: DATABASE_READING_HOLDS_MS,
    });
  }

  /** How an attempt ended, when that is stored. */
  recordOutcome(outcome: SendingOutcome, refusal: Pick<Refusal, 'code' | 'subcode'> | null = null): void {
    this.sent.add({ outcome, code: codeOf(refusal) });
  }

  recordCall(startedAt: number): void {
    this.calls.observe({}, (performance.now() - startedAt) / SECOND_MS);
  }

  private async readWaiting(): Promise<Sample[]> {
    const count = (condition: string): string =>
      `(SELECT count(*) FROM (SELECT FROM outgoing_jobs WHERE ${condition} LIMIT ${MAX_COUNTED}) AS counted)`;
    const [row] = await this.database.query<WaitingRow>(
      `SELECT ${count("state = 'QUEUED' AND broadcast_id IS NULL")} AS of_chats,
              ${count("state = 'QUEUED' AND broadcast_id IS NOT NULL")} AS of_broadcasts,
              ${count("state = 'UNCONFIRMED'")} AS unconfirmed, (${OLDEST_CHAT}) AS oldest`,
    );
    const ageMs = row?.oldest == null ? 0 : this.clock.now().getTime() - row.oldest.getTime();
    return [
      { name: 'parley_messages_waiting', labels: { priority: 'chat' }, value: Number(row?.of_chats) },
      { name: 'parley_messages_waiting', labels: { priority: 'broadcast' }, value: Number(row?.of_broadcasts) },
      { name: 'parley_message_oldest_waiting_seconds', value: Math.max(0, ageMs) / SECOND_MS },
      { name: 'parley_messages_unconfirmed', value: Number(row?.unconfirmed) },
    ];
  }
}

/** Codes of the catalogue alone: Meta may make up any number. */
function codeOf(refusal: Pick<Refusal, 'code' | 'subcode'> | null): string {
  if (refusal === null) return NO_CODE;
  return listedErrorOf(refusal.code, refusal.subcode) === null ? OTHER_CODE : String(refusal.code);
}
