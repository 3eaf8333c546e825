import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

/** Of a refusal, what a person is told. */
export interface Refusal {
  code: string;
  message: string;
  /** Finer than the code, with its values: what the catalogues of reasons say it by. */
  reason?: string | null;
  values?: unknown;
  path?: string[] | null;
  limit?: number | null;
  retryAfterSeconds?: number | null;
}

/** A request that brought no answer, or an error instead of one. `code` is the API's, or UNREACHABLE. */
export class AskFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryAfterSeconds: number | null = null,
    readonly reason: string | null = null,
    readonly values: unknown = null,
  ) {
    super(message);
  }

  /** Whether the very same may be asked again in a moment. */
  get isTransient(): boolean {
    return ['UNREACHABLE', 'SERVICE_UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL_SERVER_ERROR'].includes(this.code);
  }
}

/** What the API adds to an error; of input that it cannot take (BAD_USER_INPUT), the problems say what is wrong with it. */
export interface ErrorExtensions {
  code?: string;
  retryAfterSeconds?: number;
  problems?: Refusal[];
}

interface Answer<Result> {
  data?: Result | null;
  errors?: { message: string; extensions?: ErrorExtensions }[];
}

const PATIENCE_MS = 30_000;

/** Asks the API once, without a cache. @throws AskFailure */
export async function ask<Result, Variables>(
  document: TypedDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
  token: string | null = null,
): Promise<Result> {
  const answer = await post<Result>({ query: document as unknown as string, variables }, token);
  const error = answer.errors?.[0];
  if (error !== undefined) throw failureOf(error.message, error.extensions ?? {});
  if (answer.data == null) throw new AskFailure('UNREACHABLE', 'An answer without content.');
  return answer.data;
}

/** A failure by the most exact code that the API gave. */
export function failureOf(message: string, { code, retryAfterSeconds, problems }: ErrorExtensions): AskFailure {
  const problem = problems?.[0];
  return new AskFailure(
    problem?.code ?? code ?? 'INTERNAL_SERVER_ERROR',
    problem?.message ?? message,
    retryAfterSeconds ?? null,
    problem?.reason,
    problem?.values,
  );
}

/** A failure by what a route beside GraphQL refused with; `otherwise` where it said nothing. */
export function failureIn(answer: { errors?: Refusal[] } | null, otherwise: string): AskFailure {
  const { code, message, retryAfterSeconds, reason, values } = answer?.errors?.[0] ?? {
    code: 'UNREACHABLE',
    message: otherwise,
  };
  return new AskFailure(code, message, retryAfterSeconds, reason, values);
}

async function post<Result>(body: object, token: string | null): Promise<Answer<Result>> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return (await response.json()) as Answer<Result>;
  } catch (error) {
    throw new AskFailure('UNREACHABLE', String(error));
  }
}
