import { CHAT, INBOX_EVENTS } from '@parley/client';
import { useEffect, useState, type ReactNode } from 'react';
import { Messages, show, type Place, type ShownMessage } from '../shared/Page';
import { parley } from '../shared/parley';

/** No cache: the messages by their ids, as the page and the events bring them. */
function Chat({ accountId, cursor, conversationId }: Place): ReactNode {
  const [messages, setMessages] = useState<ReadonlyMap<string, ShownMessage>>(new Map());
  useEffect(() => {
    const ending = new AbortController();
    const put = (changed: readonly ShownMessage[]): void =>
      setMessages((known) => new Map([...known, ...changed.map((message) => [message.id, message] as const)]));
    const run = async (): Promise<void> => {
      const { conversation } = await parley.request(CHAT, { id: conversationId, last: 50 });
      put(conversation?.messages.nodes ?? []);
      for await (const event of parley.follow(INBOX_EVENTS, { accountId, after: cursor }, { signal: ending.signal })) {
        if (event.__typename === 'MessageChanged' && event.message.conversation.id === conversationId)
          put([event.message]);
      }
    };
    void run();
    return () => ending.abort();
  }, [accountId, cursor, conversationId]);
  return <Messages of={[...messages.values()]} conversationId={conversationId} />;
}

show(Chat);
