import { eventually } from './graphql-client.js';
import type { TestApp } from './test-app.js';

export const DELIVERIES = `query ($state: [WebhookDeliveryState!]) { webhookDeliveries(first: 100, state: $state) {
  nodes { id state error fields attempts payload processedAt } } }`;
export const INBOX = `{ conversations(first: 20) { nodes { id lastActivityAt unreadCount serviceWindow { isOpen expiresAt } origin
  contact { displayName phoneNumber userId waId } lastMessage { text }
  messages(first: 50) { nodes { id text whatsappId status occurredAt direction content { __typename ... on TextContent { body referral } ... on UnsupportedContent { kind details raw } } } } } } }`;

export interface ReceivedMessage {
  id: string;
  text: string;
  occurredAt: string;
  content: { __typename: string };
}

export async function countRows(test: TestApp, table: string): Promise<number> {
  const [row] = await test.database.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
  return Number(row?.count);
}

/** Resolves when nothing that was received waits to be processed any more. */
export async function settled(test: TestApp): Promise<void> {
  await eventually(
    () => countRows(test, `webhook_deliveries WHERE state = 'RECEIVED'`),
    (count) => count === 0,
  );
}

/** Every message that the administrator sees. */
export async function receivedMessages(test: TestApp): Promise<ReceivedMessage[]> {
  const { conversations } = await test.admin.send(INBOX);
  return conversations.nodes.flatMap(({ messages }: { messages: { nodes: ReceivedMessage[] } }) => messages.nodes);
}
