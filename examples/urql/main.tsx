import { CHAT, INBOX_EVENTS, urqlKeys } from '@parley/client';
import { cacheExchange } from '@urql/exchange-graphcache';
import { useMemo, type ReactNode } from 'react';
import { Client, fetchExchange, gql, Provider, subscriptionExchange, useQuery, useSubscription } from 'urql';
import { Messages, show, type Place, type ShownMessage } from '../shared/Page';
import { parley } from '../shared/parley';

const PAGE = gql<ChatData, { id: string; last: number }>(String(CHAT));
const EVENTS = gql<EventData, { accountId: string; after: string }>(String(INBOX_EVENTS));

interface ChatData {
  conversation: { messages: { nodes: ShownMessage[] } } | null;
}
interface EventData {
  inboxEvents: { __typename: string; message?: ShownMessage & { conversation: { id: string } } };
}

/** A client for one conversation: events change messages by their ids, and those that are new are added to its page. */
function clientFor(conversationId: string): Client {
  return new Client({
    url: `${parley.options.url}/graphql`,
    preferGetMethod: false,
    fetch: async (address, options) => {
      const headers = new Headers(options?.headers);
      headers.set('authorization', `Bearer ${(await parley.token()) ?? ''}`);
      return fetch(address, { ...options, headers });
    },
    exchanges: [
      cacheExchange({
        keys: urqlKeys,
        updates: {
          Subscription: {
            inboxEvents: (event, _args, cache) => {
              const { message } = (event as unknown as EventData).inboxEvents;
              if (message?.conversation.id !== conversationId) return;
              cache.updateQuery({ query: PAGE, variables: { id: conversationId, last: 50 } }, (page) => {
                const nodes = page?.conversation?.messages.nodes;
                if (nodes !== undefined && !nodes.some(({ id }) => id === message.id)) nodes.push(message);
                return page;
              });
            },
          },
        },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => {
            const ending = new AbortController();
            const run = async (): Promise<void> => {
              const document = { toString: () => query ?? '' };
              const given = variables as { accountId: string; after: string };
              for await (const event of parley.follow<EventData & Record<string, unknown>, typeof given>(
                document,
                given,
                {
                  signal: ending.signal,
                },
              ))
                sink.next({ data: { inboxEvents: event } });
            };
            run().then(
              () => sink.complete(),
              (error: unknown) => sink.error(error),
            );
            return { unsubscribe: () => ending.abort() };
          },
        }),
      }),
    ],
  });
}

function Chat({ accountId, cursor, conversationId }: Place): ReactNode {
  const [{ data }] = useQuery({ query: PAGE, variables: { id: conversationId, last: 50 } });
  useSubscription({ query: EVENTS, variables: { accountId, after: cursor }, pause: data === undefined });
  return <Messages of={data?.conversation?.messages.nodes ?? []} conversationId={conversationId} />;
}

function WithClient(place: Place): ReactNode {
  const client = useMemo(() => clientFor(place.conversationId), [place.conversationId]);
  return (
    <Provider value={client}>
      <Chat {...place} />
    </Provider>
  );
}

show((place) => <WithClient {...place} />);
