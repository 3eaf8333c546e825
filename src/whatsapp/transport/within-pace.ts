/** For as long any pace will do: connections begin slowly. */
const GRACE_MS = 30_000;
/** On the average: 100 MB in 100 minutes, which other limits end sooner. */
const MIN_BYTES_PER_SECOND = 16 * 1024;

/** Too slow: bytes drip, so that whoever reads them would be held for hours. */
export class TooSlowError extends Error {}

/**
 * Bytes as they come, as long as they come fast enough on the average. Looks when a piece comes: pauses are for others to end.
 * @param now milliseconds of a clock that only goes forward
 */
export async function* withinPace(chunks: AsyncIterable<Uint8Array>, now: () => number): AsyncGenerator<Uint8Array> {
  let waitedMs = 0;
  let size = 0;
  let askedAt = now();
  for await (const chunk of chunks) {
    waitedMs += now() - askedAt; // the time that the reader takes is not the sender's
    size += chunk.length;
    if (waitedMs > GRACE_MS && size < (waitedMs / 1000) * MIN_BYTES_PER_SECOND) throw new TooSlowError();
    yield chunk;
    askedAt = now();
  }
}
