import type { SimWorld } from '../src/simulator/world/world.js';
import type { Client } from './client.js';
import type { Ledger } from './ledger.js';

interface SeenMessage {
  id: string;
  direction: 'INBOUND' | 'OUTBOUND';
  status: string;
  text: string;
  whatsappId: string | null;
  conversationId: string;
}

export interface Verdict {
  rows: [string, number][];
  /** The first of each kind, for whoever has to look. */
  examples: string[];
  isGood: boolean;
}

/** Of each kind. */
const MAX_EXAMPLES = 10;

const PAGE = 'nodes { id direction status text whatsappId } pageInfo { hasPreviousPage startCursor }';
/** Statuses of messages that have not reached the customer, and say so. */
const NOT_ARRIVED = new Set(['FAILED', 'UNCONFIRMED', 'CANCELLED']);
const AS_SIMULATED: Record<string, string> = { sent: 'SENT', delivered: 'DELIVERED', read: 'READ', failed: 'FAILED' };

/** Compares what was asked, what customers have, and what the API says. */
export async function judge(ledger: Ledger, world: SimWorld, client: Client, resent: Set<string>): Promise<Verdict> {
  const seen = await readEverything(client);
  const examples: string[] = [];
  const noted = new Map<string, number>();
  const note = (what: string, detail: string): void => {
    const count = (noted.get(what) ?? 0) + 1;
    noted.set(what, count);
    if (count <= MAX_EXAMPLES) examples.push(`${what}: ${detail}`);
  };

  const inbound = countBy(seen.filter(({ direction }) => direction === 'INBOUND').map(({ text }) => text));
  const inboundLost = [...ledger.written].filter((text) => !inbound.has(text));
  const inboundDoubled = [...inbound].filter(([, count]) => count > 1).map(([text]) => text);
  inboundLost.forEach((text) => note('lost', text));
  inboundDoubled.forEach((text) => note('doubled', text));

  const arrived = new Map<string, { status: string; wamid: string }[]>();
  for (const { direction, callbackData, status, wamid } of world.messages) {
    if (direction !== 'OUT' || callbackData === null) continue;
    arrived.set(callbackData, [...(arrived.get(callbackData) ?? []), { status, wamid }]);
  }
  const outbound = seen.filter(({ direction }) => direction === 'OUTBOUND');
  const byId = new Map(outbound.map((message) => [message.id, message]));
  const outboundLost: string[] = [];
  let unconfirmed = 0;
  let failed = 0;
  for (const id of new Set([...ledger.asked.keys(), ...byId.keys()])) {
    const message = byId.get(id);
    const count = arrived.get(id)?.length ?? 0;
    if (message === undefined) outboundLost.push(`${id} is not in the API`);
    else if (count === 0 && !NOT_ARRIVED.has(message.status))
      outboundLost.push(`${id} ${message.text} is ${message.status}`);
    else if (message.status === 'UNCONFIRMED') unconfirmed += 1;
    else if (message.status === 'FAILED') failed += 1;
  }
  outboundLost.forEach((text) => note('lost', text));
  const outboundDoubled = [...arrived].filter(([, copies]) => copies.length > 1).map(([id]) => id);
  outboundDoubled.forEach((id) =>
    note('doubled', `${id} ${byId.get(id)?.text ?? ''}${resent.has(id) ? ' (sent once more)' : ''}`),
  );
  const unasked = [...arrived.keys()].filter((id) => !byId.has(id));
  unasked.forEach((id) => note('nobody asked for', id));
  const texts = countBy(outbound.filter(({ text }) => text.startsWith('out ')).map(({ text }) => text));
  const storedTwice = [...texts].filter(([, count]) => count > 1).map(([text]) => text);
  storedTwice.forEach((text) => note('stored twice', text));

  let outOfOrder = 0;
  const lastOf = new Map<string, number>();
  for (const { direction, callbackData } of world.messages) {
    const asked = direction === 'OUT' && callbackData !== null ? ledger.asked.get(callbackData) : undefined;
    if (asked === undefined || callbackData === null || resent.has(callbackData)) continue;
    if (asked.place < (lastOf.get(asked.lane) ?? 0)) {
      outOfOrder += 1;
      note('out of order', `${callbackData} ${byId.get(callbackData)?.text ?? ''}`);
    }
    lastOf.set(asked.lane, Math.max(asked.place, lastOf.get(asked.lane) ?? 0));
  }

  let wrong = 0;
  for (const [id, [first]] of arrived) {
    const message = byId.get(id);
    const expected = AS_SIMULATED[first?.status ?? ''];
    if (message === undefined || expected === undefined || message.status === expected) continue;
    wrong += 1;
    note('status', `${id} ${message.text} is ${message.status}, at the customer ${expected}`);
  }

  const rows: [string, number][] = [
    ['customers wrote', ledger.written.size],
    ['of that in the API', inbound.size],
    ['asked to be sent', outbound.length],
    ['arrived at customers', arrived.size],
    ['FAILED, as the API says', failed],
    ['UNCONFIRMED, for a person to decide', unconfirmed],
    ['sent once more after UNCONFIRMED', resent.size],
    ['lost', inboundLost.length + outboundLost.length],
    ['doubled', inboundDoubled.length + outboundDoubled.length + storedTwice.length],
    ['nobody asked for', unasked.length],
    ['out of order', outOfOrder],
    ['statuses wrong', wrong],
    ['refused by the API', ledger.refusals.length],
    ['answered with an unexpected error', client.unexpected.length],
  ];
  const bad = [
    'lost',
    'doubled',
    'nobody asked for',
    'out of order',
    'statuses wrong',
    'refused by the API',
    'answered with an unexpected error',
  ];
  const isGood =
    rows.every(([name, count]) => !bad.includes(name) || count === 0) && arrived.size > 0 && inbound.size > 0;
  return { rows, examples: [...examples, ...ledger.refusals.slice(0, 5), ...client.unexpected.slice(0, 5)], isGood };
}

async function readEverything(client: Client): Promise<SeenMessage[]> {
  const seen: SeenMessage[] = [];
  let after: string | null = null;
  do {
    const page: ConversationPage = await client.ask<ConversationPage>(
      `query ($after: String) { conversations(first: 20, after: $after) { nodes { id messages(last: 50) { ${PAGE} } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    for (const { id, messages } of page.conversations.nodes) {
      let { nodes, pageInfo } = messages;
      for (;;) {
        seen.push(...nodes.map((message) => ({ ...message, conversationId: id })));
        if (!pageInfo.hasPreviousPage) break;
        const older: { conversation: { messages: MessagePage } } = await client.ask(
          `query ($id: ID!, $before: String) { conversation(id: $id) { messages(last: 100, before: $before) { ${PAGE} } } }`,
          { id, before: pageInfo.startCursor },
        );
        ({ nodes, pageInfo } = older.conversation.messages);
      }
    }
    const { hasNextPage, endCursor } = page.conversations.pageInfo;
    after = hasNextPage ? endCursor : null;
  } while (after !== null);
  return seen;
}

interface MessagePage {
  nodes: Omit<SeenMessage, 'conversationId'>[];
  pageInfo: { hasPreviousPage: boolean; startCursor: string };
}

interface ConversationPage {
  conversations: {
    nodes: { id: string; messages: MessagePage }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

function countBy(values: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
