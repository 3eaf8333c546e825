/** Where the primary's log stood at a moment. */
export interface LogProbe {
  /** Milliseconds of a clock that is never set back. */
  at: number;
  /** The log's position, in bytes. */
  position: bigint;
}

/** A position in PostgreSQL's log (`16/B374D848`) as a number of bytes. @throws Error when it is none */
export function parsePosition(lsn: string): bigint {
  const [high, low] = lsn.split('/');
  if (high === undefined || low === undefined) throw new Error(`${lsn} is no position in PostgreSQL's log.`);
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/**
 * For how long a replica has lacked something, in milliseconds: since the first probe of the primary that it has not
 * replayed yet; 0 when it has replayed all of them. Independent of the clocks of both servers, and of whether anything is
 * written.
 * @param probes of the last while, the oldest first
 */
export function replayLag(probes: readonly LogProbe[], replayed: bigint, now: number): number {
  const missing = probes.find(({ position }) => position > replayed);
  return missing === undefined ? 0 : now - missing.at;
}
