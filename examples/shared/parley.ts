import { ACCOUNTS, CONVERSATIONS, ParleyClient, SEND_MESSAGE, webStore } from '@parley/client';

const { searchParams } = new URL(location.href);

/** The server of `?server=`, else the one that the page came from. A session outlives the page, and is one for all tabs. */
export const parley = new ParleyClient({
  url: searchParams.get('server') ?? location.origin,
  tokens: webStore('parley.examples'),
});

/** What a page begins with: where events follow from, read before the page that they follow, and the latest conversation. */
export async function latestConversation(): Promise<{ accountId: string; cursor: string; conversationId: string }> {
  const { accounts } = await parley.request(ACCOUNTS, {});
  const [account] = accounts;
  if (account === undefined) throw new Error('There is no account yet.');
  const { conversations } = await parley.request(CONVERSATIONS, { filter: { accountId: [account.id] }, first: 1 });
  const [conversation] = conversations.nodes;
  if (conversation === undefined) throw new Error('Nobody has written yet.');
  return { accountId: account.id, cursor: account.eventCursor, conversationId: conversation.id };
}

const AGAIN_AFTER_MS = 1_000;

/** Sends a text once, however often the server has to be asked: the key stays the same until there is an answer. */
export async function sendText(conversationId: string, body: string): Promise<void> {
  const input = { idempotencyKey: crypto.randomUUID(), conversationId, content: { text: { body } } };
  for (;;) {
    try {
      const { sendMessage } = await parley.request(SEND_MESSAGE, { input });
      if (sendMessage.errors[0] !== undefined) alert(sendMessage.errors[0].message);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS)); // the server is away
    }
  }
}
