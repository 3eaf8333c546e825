/** As the draft of the IETF writes it: a string in quotes. */
const QUOTED = /^"(?<key>(?:[^"\\]|\\["\\])*)"$/;

/** Value of the header Idempotency-Key: in quotes or bare, it is the same key. */
export function idempotencyKeyIn(header: string): string {
  const quoted = QUOTED.exec(header.trim())?.groups?.key;
  return quoted === undefined ? header.trim() : quoted.replaceAll(/\\(["\\])/g, '$1');
}
