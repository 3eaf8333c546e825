/** The first byte of what opens a session: it has no letter. */
const STARTUP = 0;

/**
 * The answer of PGlite to a message of PostgreSQL's wire protocol. As a stream, because `execProtocolRaw` also parses every
 * answer for itself and keeps it: memory would grow with each row that was ever read.
 */
export async function answerOf(pglite, request) {
  if (request[0] === STARTUP) return (await pglite.execProtocolRaw(request)).slice(); // its answer comes by no stream
  const parts = [];
  // the part lies in PostgreSQL's memory, which goes on changing
  await pglite.execProtocolRawStream(request, { onRawData: (part) => void parts.push(part.slice()) });
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}
