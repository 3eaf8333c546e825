import { Suspense, useEffect, useMemo, type ReactNode } from 'react';
import { graphql, RelayEnvironmentProvider, useLazyLoadQuery, useSubscription } from 'react-relay';
import {
  Environment,
  Network,
  Observable,
  RecordSource,
  Store,
  type GraphQLResponse,
  type GraphQLSubscriptionConfig,
} from 'relay-runtime';
import { Messages, show, type Place } from '../shared/Page';
import { parley } from '../shared/parley';
import type { mainChatQuery } from './generated/mainChatQuery.graphql';
import type { mainEventsSubscription } from './generated/mainEventsSubscription.graphql';

const CHAT = graphql`
  query mainChatQuery($id: ID!) {
    conversation(id: $id) {
      id
      messages(last: 50) {
        nodes {
          id
          sortKey
          direction
          status
          text
        }
      }
    }
  }
`;

const EVENTS = graphql`
  subscription mainEventsSubscription($accountId: ID!, $after: ID) {
    inboxEvents(accountId: $accountId, after: $after) {
      __typename
      cursor
      ... on MessageChanged {
        message {
          id
          sortKey
          direction
          status
          text
          conversation {
            id
          }
        }
      }
    }
  }
`;

const environment = new Environment({
  store: new Store(new RecordSource()),
  network: Network.create(
    async ({ text }, variables) => ({
      data: await parley.request<Record<string, unknown>, unknown>({ toString: () => text ?? '' }, variables),
    }),
    ({ text }, variables) =>
      Observable.create<GraphQLResponse>((sink) => {
        const ending = new AbortController();
        const run = async (): Promise<void> => {
          const events = parley.follow({ toString: () => text ?? '' }, variables, { signal: ending.signal });
          for await (const event of events) sink.next({ data: { inboxEvents: event } });
        };
        run().then(sink.complete, sink.error);
        return () => ending.abort();
      }),
  ),
});

/** Relay changes messages by their ids by itself; those that are new are added to the page. */
function Chat({ accountId, cursor, conversationId }: Place): ReactNode {
  const { conversation } = useLazyLoadQuery<mainChatQuery>(CHAT, { id: conversationId });
  const events = useMemo<GraphQLSubscriptionConfig<mainEventsSubscription>>(
    () => ({
      subscription: EVENTS,
      variables: { accountId, after: cursor },
      updater: (store) => {
        const message = store.getRootField('inboxEvents')?.getLinkedRecord('message');
        if (message?.getLinkedRecord('conversation')?.getDataID() !== conversationId) return;
        const page = store.get(conversationId)?.getLinkedRecord('messages', { last: 50 });
        const nodes = page?.getLinkedRecords('nodes') ?? [];
        if (message != null && !nodes.some((node) => node?.getDataID() === message.getDataID()))
          page?.setLinkedRecords([...nodes, message], 'nodes');
      },
    }),
    [accountId, cursor, conversationId],
  );
  useSubscription(events);
  // what stays on the page is kept, though no query reads it again
  useEffect(() => environment.getStore().holdGC().dispose, []);
  return <Messages of={conversation?.messages.nodes ?? []} conversationId={conversationId} />;
}

show((place) => (
  <RelayEnvironmentProvider environment={environment}>
    <Suspense fallback={<p>…</p>}>
      <Chat {...place} />
    </Suspense>
  </RelayEnvironmentProvider>
));
