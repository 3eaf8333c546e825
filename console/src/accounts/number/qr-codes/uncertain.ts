/** Answers after which something may have been done at Meta, or not. */
const UNCERTAIN: readonly string[] = [
  'META_UNREACHABLE',
  'UNREACHABLE',
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
];

export function isUncertain({ code }: { code: string }): boolean {
  return UNCERTAIN.includes(code);
}
