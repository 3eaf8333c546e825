import type { ApolloServerPlugin } from '@apollo/server';
import type { DomainError } from '../../errors/domain-error.js';

/** Seconds that the refused fields of a request are to wait, by the request's context. */
const refusals = new WeakMap<object, number[]>();

/** Remembers that a field of the request was refused with RATE_LIMITED; other refusals are passed over. */
export function recordRateLimited(context: object, { problems }: DomainError): void {
  const seconds = problems.find(({ code }) => code === 'RATE_LIMITED')?.retryAfterSeconds;
  if (seconds !== undefined) refusals.set(context, [...(refusals.get(context) ?? []), seconds]);
}

/** Status 429 with Retry-After where every field was refused with RATE_LIMITED, for clients that go by the status alone. */
export const answerRateLimited: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ contextValue, response: { body, http } }) => {
      const seconds = refusals.get(contextValue) ?? [];
      if (body.kind !== 'single' || seconds.length === 0) return;
      if (seconds.length !== Object.keys(body.singleResult.data ?? {}).length) return;
      const retryAfter = String(Math.max(...seconds));
      http.status = 429;
      http.headers.set('retry-after', retryAfter);
      http.headers.set('ratelimit-remaining', '0');
      http.headers.set('ratelimit-reset', retryAfter);
    },
  }),
};
