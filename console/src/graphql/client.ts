import { authExchange } from '@urql/exchange-auth';
import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, fetchExchange, subscriptionExchange } from 'urql';
import { socket } from '../live/socket';
import { freshToken } from '../session/session';
import { currentTokens } from '../session/tokens';
import { KEYS, POSSIBLE_TYPES } from './cache-keys';

/** A minute in which a token is not begun any more. */
const MARGIN_MS = 60_000;

/** What pages ask with (`useQuery`, `useMutation`): whole entities in a normalised cache, which live events write into too. */
export function createApiClient(): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [cacheExchange({ keys: KEYS, possibleTypes: POSSIBLE_TYPES }), auth, fetchExchange, live],
  });
}

const auth = authExchange(async (utils) => ({
  addAuthToOperation: (operation) => {
    const token = currentTokens()?.accessToken;
    return token === undefined ? operation : utils.appendHeaders(operation, { authorization: `Bearer ${token}` });
  },
  willAuthError: () => {
    const tokens = currentTokens();
    return tokens !== null && tokens.expiresAt - MARGIN_MS < Date.now();
  },
  didAuthError: ({ graphQLErrors }) => graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED'),
  refreshAuth: async () => {
    // Unreachable: whatever waits fails by itself, and says so.
    await freshToken(currentTokens()?.accessToken ?? null).catch(() => null);
  },
}));

/** A subscription that the server ends is an error here too: whoever follows has to begin anew with the latest cursor. */
const live = subscriptionExchange({
  forwardSubscription: ({ query, variables }) => ({
    subscribe: (sink) => ({
      unsubscribe: socket().subscribe(
        { query: query ?? '', variables: variables as Record<string, unknown> | undefined },
        {
          next: (result) => sink.next(result as Parameters<typeof sink.next>[0]),
          error: (error) => sink.error(error),
          complete: () => sink.error(new Error('The subscription has ended.')),
        },
      ),
    }),
  }),
});
