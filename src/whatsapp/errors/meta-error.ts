/** Who can do something about an error of Meta. */
export const ERROR_HANDLINGS = ['RETRY_LATER', 'FIX_INPUT', 'FIX_ACCOUNT', 'STOP_RECIPIENT', 'AMBIGUOUS'] as const;
export type ErrorHandling = (typeof ERROR_HANDLINGS)[number];

/** What an error is about: so much has to wait, or stop, because of it. */
export const ERROR_SCOPES = ['TOKEN', 'ACCOUNT', 'NUMBER', 'RECIPIENT', 'TEMPLATE', 'MESSAGE'] as const;
export type ErrorScope = (typeof ERROR_SCOPES)[number];

/**
 * How what was held back goes on.
 * - NEW_TOKEN: when somebody has saved an access token that Meta accepts.
 * - TRIAL: by itself, when Meta takes one message that is sent as a trial (circuit breaker), or sooner by resumeSending.
 * - TIME: by itself, `afterSeconds` after the error, and later each time.
 * - APPROVAL: by itself, when the template is approved, and no sooner than `afterSeconds`.
 * - PERSON: when somebody resumes the broadcast; what people write is tried again less and less often.
 * - BACKOFF: the message alone is tried again by itself, less and less often.
 * - STATUS: nobody knows whether it was sent; a status of Meta, or a person, decides.
 * - NEVER: the message has failed, and nothing else waits (but for the brake on equal refusals).
 */
export type ErrorResume =
  | { by: 'TIME' | 'APPROVAL'; afterSeconds: number }
  | { by: 'NEW_TOKEN' | 'TRIAL' | 'PERSON' | 'BACKOFF' | 'STATUS' | 'NEVER' };

/** A row of the catalogue: one code of Meta, and all that follows from it. */
export interface MetaError {
  code: number;
  /** Only with this subcode of Meta is the code such an error; absent: with any that has no row of its own. */
  subcode?: number;
  /** In a few words, where Meta itself gives none. */
  title: string;
  handling: ErrorHandling;
  scope: ErrorScope;
  resume: ErrorResume;
  /** For the person who reads it: a sentence or two. */
  advice: string;
}

type Consequence = Pick<MetaError, 'handling' | 'scope' | 'resume'>;

/** Errors that concern the number, or the whole account, until somebody has put it right; a trial finds out when that is. */
export const NUMBER_BLOCKED: Consequence = { handling: 'FIX_ACCOUNT', scope: 'NUMBER', resume: { by: 'TRIAL' } };
export const ACCOUNT_BLOCKED: Consequence = { handling: 'FIX_ACCOUNT', scope: 'ACCOUNT', resume: { by: 'TRIAL' } };

/** Errors that concern one message: how it goes on follows from the handling alone. */
export const RETRY_LATER: Consequence = { handling: 'RETRY_LATER', scope: 'MESSAGE', resume: { by: 'BACKOFF' } };
export const AMBIGUOUS: Consequence = { handling: 'AMBIGUOUS', scope: 'MESSAGE', resume: { by: 'STATUS' } };
export const FIX_INPUT: Consequence = { handling: 'FIX_INPUT', scope: 'MESSAGE', resume: { by: 'NEVER' } };
/** Of what is not needed to send: calls, insights, the history of the phone app. */
export const FIX_ACCOUNT: Consequence = { handling: 'FIX_ACCOUNT', scope: 'MESSAGE', resume: { by: 'NEVER' } };
export const STOP_RECIPIENT: Consequence = { handling: 'STOP_RECIPIENT', scope: 'RECIPIENT', resume: { by: 'NEVER' } };

/** Rows of a name for codes that differ in nothing but their number: `GROUP_REFUSED_131201` and so on. */
export function numbered<const Name extends string, const Code extends number>(
  name: Name,
  codes: readonly Code[],
  row: Omit<MetaError, 'code'>,
): Record<`${Name}_${Code}`, MetaError> {
  const rows = codes.map((code): [string, MetaError] => [`${name}_${code}`, { code, ...row }]);
  return Object.fromEntries(rows) as Record<`${Name}_${Code}`, MetaError>;
}
