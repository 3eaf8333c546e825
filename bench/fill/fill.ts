import type { Client } from 'pg';
import { eventsSql, largeBroadcastsSql, NOTIFICATIONS, sequencesSql, TEMPLATE_COUNTS } from './aftermath.js';
import { CONTACTS, CONVERSATIONS, PARTICIPANTS, READ_MARKERS, stage } from './conversations.js';
import { dropIndexes } from './indexes.js';
import { MEDIA, messagesSql } from './messages.js';
import { functions, MESSAGES_A_CONVERSATION, type FillOptions } from './shape.js';
import { fillWorld } from './world.js';

/** A session each: as many as may work at the same time. */
export type Sessions = readonly [Client, ...Client[]];

const SETTINGS = `SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '400MB';
  SET maintenance_work_mem = '500MB'; SET statement_timeout = 0; SET jit = off; SET enable_mergejoin = off; SET max_parallel_workers_per_gather = 0;
  SET max_parallel_maintenance_workers = 0`;

/**
 * Fills a migrated, empty database: so many conversations of ten messages each, shaped like life, the same for the same
 * seed and time. Everything is computed by the database from the number of a row.
 */
export async function fill(sessions: Sessions, options: FillOptions, log: (line: string) => void): Promise<void> {
  const [client] = sessions;
  const began = performance.now();
  const step = async (name: string, work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  };
  for (const session of sessions) await session.query(SETTINGS);
  await client.query('DROP SCHEMA IF EXISTS fill CASCADE; CREATE SCHEMA fill');
  await client.query(functions(options));
  await step('accounts, people and templates', () => fillWorld(client));
  await step('the plan of the conversations', () => stage(client, options));
  const indexes = await dropIndexes(client);
  await step('contacts', () => client.query(CONTACTS));
  await step('messages', () => inTurn(sessions, messageParts(options)));
  await step('conversations', () => client.query(CONVERSATIONS));
  await step('what belongs to them', () =>
    inTurn(sessions, [PARTICIPANTS, READ_MARKERS, NOTIFICATIONS, MEDIA, ...eventsSql(options)]),
  );
  await step('broadcasts', async () => {
    for (const sql of [...largeBroadcastsSql(options), TEMPLATE_COUNTS]) await client.query(sql);
    await client.query(sequencesSql(options));
  });
  await client.query('DROP SCHEMA fill CASCADE');
  await step('indexes', () => inTurn(sessions, indexes));
  await step('vacuum and analyse', () => client.query('VACUUM (ANALYZE)'));
  log(`${options.conversations} conversations: ${((performance.now() - began) / 1000).toFixed(1)} s in all`);
}

const PART = 100_000;

function messageParts(options: FillOptions): string[] {
  const parts: string[] = [];
  for (let round = 0; round < MESSAGES_A_CONVERSATION; round += 1) {
    const [first, end] = [round * options.conversations, (round + 1) * options.conversations];
    for (let from = first; from < end; from += PART)
      parts.push(messagesSql(options, round, from, Math.min(end, from + PART)));
  }
  return parts;
}

/** Each session takes the next statement when it has ended one. */
async function inTurn(sessions: Sessions, statements: readonly string[]): Promise<void> {
  const waiting = [...statements];
  await Promise.all(
    sessions.map(async (session) => {
      for (let sql = waiting.shift(); sql !== undefined; sql = waiting.shift()) await session.query(sql);
    }),
  );
}
