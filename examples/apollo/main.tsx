import { ApolloClient, ApolloLink, gql, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider, useQuery } from '@apollo/client/react';
import { CHAT, INBOX_EVENTS, possibleTypes, typePolicies } from '@parley/client';
import { print } from 'graphql';
import { useEffect, type ReactNode } from 'react';
import { Messages, show, type Place } from '../shared/Page';
import { parley } from '../shared/parley';

/** Queries and mutations through the client, which renews the session. */
const link = new ApolloLink(
  ({ query, variables }) =>
    new Observable((observer) => {
      parley.request({ toString: () => print(query) }, variables).then(
        (data) => {
          observer.next({ data: data as Record<string, unknown> });
          observer.complete();
        },
        (error: unknown) => observer.error(error),
      );
    }),
);
const client = new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes, typePolicies }) });

const PAGE = gql(String(CHAT));

/** The page is in the cache; events change its messages by their ids, and add those that are new. */
function Chat({ accountId, cursor, conversationId }: Place): ReactNode {
  const variables = { id: conversationId, last: 50 };
  const { data } = useQuery<ChatData>(PAGE, { variables });
  const isThere = data !== undefined;
  useEffect(() => {
    if (!isThere) return;
    const ending = new AbortController();
    const run = async (): Promise<void> => {
      for await (const event of parley.follow(INBOX_EVENTS, { accountId, after: cursor }, { signal: ending.signal })) {
        if (event.__typename !== 'MessageChanged' || event.message.conversation.id !== conversationId) continue;
        const message = { __typename: 'Message', ...event.message } as Message;
        client.cache.updateQuery<ChatData>(
          { query: PAGE, variables: { id: conversationId, last: 50 } },
          (page) => page && withMessage(page, message),
        );
      }
    };
    void run();
    return () => ending.abort();
  }, [isThere, accountId, cursor, conversationId]);
  return <Messages of={data?.conversation?.messages.nodes ?? []} conversationId={conversationId} />;
}

type Message = NonNullable<ChatData['conversation']>['messages']['nodes'][number];
interface ChatData {
  conversation: {
    messages: { nodes: { id: string; sortKey: string; text: string | null; direction: string; status: string }[] };
  } | null;
}

function withMessage(page: ChatData, message: Message): ChatData {
  if (page.conversation === null) return page;
  const { messages } = page.conversation;
  const others = messages.nodes.filter(({ id }) => id !== message.id);
  return { ...page, conversation: { ...page.conversation, messages: { ...messages, nodes: [...others, message] } } };
}

show((place) => (
  <ApolloProvider client={client}>
    <Chat {...place} />
  </ApolloProvider>
));
