import type { QueryRunner } from 'typeorm';

/** PostgreSQL's advisory locks that we take: any numbers that no other program uses on this database. */
export const ADVISORY_LOCKS = {
  /** One process migrates, the others wait. Held by a session. */
  migration: 7_241_901,
  /** Appends to one account's event log happen one after the other, so that positions become visible in order. */
  eventAppend: 7_241_902,
  /** Whoever applies an account's webhooks: shared by those who work in lanes, and alone for what concerns all of it. */
  webhookProcessing: 7_241_903,
  /** One process makes the first administrator, the others find it. Until the end of the transaction. */
  firstAdministrator: 7_241_904,
  /** Changes of one account's labels happen one after the other, so that each sees the others' names. */
  labels: 7_241_905,
  /** Shortcuts of canned replies are given one after the other, so that each change sees those that are taken. */
  cannedReplies: 7_241_906,
  /** E-mails of people and of who is invited are given one after the other. Taken before any row of users. */
  emails: 7_241_907,
  /** One process makes the keys for pushes, the others find them. Until the end of the transaction. */
  pushKeys: 7_241_912,
  /** One worker at a time applies what is in a lane of an account; the others pass the lane by. */
  webhookLane: 7_241_926,
  /** Ids of one account's contacts in the company's own system are given one after the other, so that each sees those that are taken. */
  contactExternalIds: 7_241_927,
  /** Rate cards are uploaded one after the other, so that each takes the place of the one before. */
  rateCards: 7_241_928,
  /** Records of one model that has rules are written one after the other, so that each write sees what the one before made true. */
  ruledRecords: 7_241_920,
} as const;
export type AdvisoryLock = keyof typeof ADVISORY_LOCKS;

/** Runs `work` while the runner's session holds the lock, for which it waits. */
export async function withSessionLock<T>(runner: QueryRunner, lock: AdvisoryLock, work: () => Promise<T>): Promise<T> {
  await runner.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCKS[lock]]);
  try {
    return await work();
  } finally {
    // a session that was cut off has lost its lock already
    await runner.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCKS[lock]]).catch(() => undefined);
  }
}

/** SQL that takes the lock of one account until the end of the transaction, and waits for it. `account` is SQL too: `$1`. */
export function lockUntilCommit(lock: AdvisoryLock, account: string): string {
  return `pg_advisory_xact_lock(${ADVISORY_LOCKS[lock]}, hashtext(${account}::text))`;
}

/** SQL that takes a lock of which there is one alone, until the end of the transaction, and waits for it. */
export function lockOnceUntilCommit(lock: AdvisoryLock): string {
  return `pg_advisory_xact_lock(${ADVISORY_LOCKS[lock]})`;
}

/** As lockUntilCommit, without waiting: true when the lock was free. */
export function tryLockUntilCommit(lock: AdvisoryLock, account: string): string {
  return `pg_try_advisory_xact_lock(${ADVISORY_LOCKS[lock]}, hashtext(${account}::text))`;
}

/** As tryLockUntilCommit, for a lock that several may hold, while nobody holds it alone or waits for that. */
export function trySharedLockUntilCommit(lock: AdvisoryLock, account: string): string {
  return `pg_try_advisory_xact_lock_shared(${ADVISORY_LOCKS[lock]}, hashtext(${account}::text))`;
}
