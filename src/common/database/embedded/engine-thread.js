import { fdatasyncSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm as trigrams } from '@electric-sql/pglite/contrib/pg_trgm';
import { answerOf } from './wire-protocol.js';

/*
 * The thread in which PGlite computes: so that a statement, and the disk, hold up neither HTTP nor anybody who listens.
 * JavaScript, because a thread is started from a file that Node can load as it is, from the sources too. It answers what
 * engine.ts asks (see EngineRequest), one after the other: PGlite has one session.
 */

/** PGlite's own parameters start with -F, which turns fsync off. */
const DURABLE = PGlite.defaultStartParams
  .filter((parameter) => parameter !== '-F')
  .concat('-c', 'fsync=on', '-c', 'wal_sync_method=fsync');
const SMALL = ['-c', 'shared_buffers=32MB', '-c', 'max_wal_size=128MB', '-c', 'jit=off'];
/** PostgreSQL's last words. */
const LAST_WORDS = /\b(?:PANIC|FATAL):\s*(.*)/;

let lastWords = null;
let syncs = 0;

/**
 * PGlite's file system answers fsync without doing anything; a commit must reach the disk. (PGlite's internals: its
 * version is pinned exactly, and a test looks whether the calls are made.)
 */
function syncForReal({ Module: { NODEFS } }) {
  if (NODEFS === undefined) {
    throw new Error('This version of PGlite hides its file system: commits would not be durable.');
  }
  NODEFS.stream_ops.fsync = (stream) => {
    fdatasyncSync(stream.nfd);
    syncs += 1;
    return 0;
  };
}

/** Files of tables and the like, as the catalogue names them. */
async function relationsIn(pglite) {
  const { rows } = await pglite.query(
    `SELECT relname AS name, pg_relation_filepath(oid) AS path FROM pg_class
      WHERE relkind IN ('r', 'i', 't', 'm', 'S') AND pg_relation_filepath(oid) IS NOT NULL`,
  );
  return rows;
}

/** Resolves with the engine, or with null when it cannot be opened. */
async function open({ cluster, isDurable }) {
  try {
    const pglite = await PGlite.create({
      dataDir: cluster,
      extensions: { pg_trgm: trigrams },
      startParams: [...(isDurable ? DURABLE : PGlite.defaultStartParams), ...SMALL],
      onStderr: (line) => {
        lastWords = LAST_WORDS.exec(line)?.[1] ?? lastWords;
        return false;
      },
    });
    if (isDurable) syncForReal(pglite);
    parentPort.postMessage({ kind: 'READY', relations: await relationsIn(pglite) });
    return pglite;
  } catch (error) {
    parentPort.postMessage({ kind: 'FAILED', reason: lastWords ?? error.message.split('\n', 1)[0] });
    return null;
  }
}

async function answer(pglite, request) {
  try {
    if (request === null) {
      await pglite.close(); // writes a checkpoint
      parentPort.postMessage({ kind: 'CLOSED' });
      parentPort.close();
      return;
    }
    const bytes = await answerOf(pglite, request);
    parentPort.postMessage({ kind: 'ANSWER', bytes, syncs });
  } catch (error) {
    parentPort.postMessage({ kind: 'FAILED', reason: lastWords ?? error.message });
  }
}

const pglite = await open(workerData);
if (pglite === null) {
  parentPort.close();
} else {
  let previous = Promise.resolve();
  parentPort.on('message', (request) => {
    previous = previous.then(() => answer(pglite, request));
  });
}
