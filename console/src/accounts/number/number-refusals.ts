interface Refusal {
  code: string;
  path?: readonly string[] | null;
  retryAfterSeconds?: number | null;
  refusal?: { code: number };
}

/** Meta's codes of what is refused about a number; every other refusal is said as anywhere else. */
const CODES = [133005, 133006, 133008, 133009, 133010, 133015, 133016, 136024, 136025] as const;

/** Which of the page's own sentences says a refusal; HELD: no PIN is taken for so many seconds. */
export type NumberRefusal = { kind: 'META'; code: (typeof CODES)[number] } | { kind: 'HELD'; seconds: number };

export function refusalOf({ code, path, retryAfterSeconds, refusal }: Refusal): NumberRefusal | null {
  const known = CODES.find((each) => each === refusal?.code);
  if (known !== undefined) return { kind: 'META', code: known };
  if (code === 'RATE_LIMITED' && path?.[0] === 'pin' && retryAfterSeconds != null)
    return { kind: 'HELD', seconds: retryAfterSeconds };
  return null;
}
