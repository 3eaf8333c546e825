import { DEMO } from '../../src/simulator/world/demo-world.js';
import type { Simulator } from '../../src/simulator/simulator.js';
import { STEPS, type Fault } from './rehearsed-steps.js';

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of queries written here

export interface Rehearsal {
  simulator: Simulator;
  /** Asks the API as an administrator. @throws where it answers errors */
  ask: (query: string, variables?: Json) => Promise<Json>;
  /** The connected and subscribed account. */
  accountId: string;
  print: (line: string) => void;
}

/** What Parley told of a fault while it was on, and whether it was content again afterwards. */
export interface Told {
  step: string;
  what: string;
  /** Name of the check or of the error, and its outcome or code. */
  by: string;
  message: string;
  remedy: string;
  docsUrl: string;
  isMended: boolean;
}

const PATIENCE_MS = 30_000;
const CUSTOMER = '16505551234';
const REFUSAL = 'code message advice docsUrl';

/** Walks docs/meta-setup.md: switches each fault on, prints what Parley says to it, mends it, and looks that all is well again. */
export async function rehearse(rehearsal: Rehearsal): Promise<Told[]> {
  const told: Told[] = [];
  for (const { place, title, covers, faults } of STEPS) {
    rehearsal.print(`\n${place.split('-', 1)[0] ?? ''}. ${title}  (${covers.join(', ')})`);
    if (faults.length === 0)
      rehearsal.print('   by hand at Meta; its API shows nothing of it: docs/meta-setup.md says what to look at');
    for (const fault of faults) {
      const answer = await tryFault(rehearsal, fault);
      told.push({ step: place, what: fault.what, ...answer });
      rehearsal.print(`   if ${fault.what}:`);
      rehearsal.print(`     ${answer.by}: ${answer.message}`);
      rehearsal.print(`     → ${answer.remedy}`);
      rehearsal.print(`     ${answer.docsUrl}${answer.isMended ? '' : '   NOT WELL AFTER IT WAS MENDED'}`);
    }
  }
  return told;
}

interface Answer extends Omit<Told, 'step' | 'what' | 'isMended'> {
  /** Where a message was held: it goes out by itself when that is mended. */
  heldMessageId?: string;
}

async function tryFault(rehearsal: Rehearsal, fault: Fault): Promise<Omit<Told, 'step' | 'what'>> {
  const { world } = rehearsal.simulator;
  const saved = structuredClone({ tokens: world.tokens, apps: world.apps, wabas: world.wabas, phones: world.phones });
  fault.breakIt(world);
  const { heldMessageId, ...answer } = await answerTo(rehearsal, fault);
  for (const kind of ['tokens', 'apps', 'wabas', 'phones'] as const) {
    restore(world[kind], saved[kind]);
  }
  const isContent = (await checks(rehearsal)).every(({ outcome }) => outcome === 'PASSED');
  if (heldMessageId !== undefined) await untilSent(rehearsal, heldMessageId);
  return { ...answer, isMended: isContent };
}

function restore(entries: Map<string, object>, saved: ReadonlyMap<string, object>): void {
  entries.clear();
  for (const [id, entry] of saved) entries.set(id, entry);
}

function answerTo(rehearsal: Rehearsal, { shows }: Fault): Promise<Answer> {
  if ('check' in shows) return byCheck(rehearsal, shows.check);
  return 'messageRefusedWith' in shows ? byMessage(rehearsal) : byTemplate(rehearsal);
}

async function checks({ ask, accountId }: Rehearsal): Promise<Json[]> {
  const { testConnection } = await ask(
    'mutation ($id: ID!) { testConnection(input: { accountId: $id }) { report { checks { name outcome message remedy docsUrl } } errors { message } } }',
    { id: accountId },
  );
  return testConnection.report.checks as Json[];
}

async function byCheck(rehearsal: Rehearsal, name: string): Promise<Answer> {
  const check = (await checks(rehearsal)).find((one) => one.name === name);
  if (check === undefined) throw new Error(`testConnection has no check ${name}.`);
  return { by: `${name} ${check.outcome}`, message: check.message, remedy: check.remedy ?? '', docsUrl: check.docsUrl };
}

/** A customer writes, and the answer is refused. */
async function byMessage({ ask, accountId, simulator }: Rehearsal): Promise<Answer> {
  await fetch(`${simulator.url}/sim/inbound`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: CUSTOMER, phoneId: DEMO.phoneNumberId, text: 'Hello' }),
  });
  const conversationId = await until(async () => {
    const { conversations } = await ask(
      'query ($id: [ID!]) { conversations(filter: { accountId: $id, windowOpen: true }, first: 1) { nodes { id } } }',
      { id: accountId },
    );
    return conversations.nodes[0]?.id as string | undefined;
  });
  const { sendMessage } = await ask(
    'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } errors { message } } }',
    { input: { conversationId, content: { text: { body: 'Good morning' } }, idempotencyKey: crypto.randomUUID() } },
  );
  const messageId = sendMessage.message.id as string;
  const refused = await until(async () => {
    const message = await readMessage(ask, messageId);
    return message.refusal === null ? undefined : message;
  });
  const { code, message, advice, docsUrl } = refused.refusal as Json;
  const answer = { by: `message refused with ${code}`, message, remedy: advice, docsUrl };
  return refused.status === 'QUEUED' ? { ...answer, heldMessageId: messageId } : answer;
}

async function untilSent({ ask }: Rehearsal, messageId: string): Promise<void> {
  await until(async () => ((await readMessage(ask, messageId)).status === 'DELIVERED' ? true : undefined));
}

async function readMessage(ask: Rehearsal['ask'], id: string): Promise<Json> {
  const { message } = await ask(`query ($id: ID!) { message(id: $id) { status refusal { ${REFUSAL} } } }`, { id });
  return message as Json;
}

/** A template that Meta has already, and Parley has not. */
async function byTemplate({ ask, accountId, simulator }: Rehearsal): Promise<Answer> {
  const name = 'rehearsed_twice';
  simulator.templates.create(DEMO.whatsappAccountId, {
    name,
    language: 'en_US',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Your order is ready.' }],
  });
  const { createTemplate } = await ask(
    'mutation ($input: CreateTemplateInput!) { createTemplate(input: $input) { template { id } errors { message } } }',
    {
      input: {
        draft: {
          accountId,
          name,
          displayName: 'Rehearsed twice',
          language: 'en_US',
          category: 'UTILITY',
          body: 'Your order has been packed.',
        },
      },
    },
  );
  const { submitTemplate } = await ask(
    `mutation ($id: ID!) { submitTemplate(input: { templateId: $id }) { errors { message ... on MetaRefusedError { refusal { ${REFUSAL} } } } } }`,
    { id: createTemplate.template.id },
  );
  const { refusal } = submitTemplate.errors[0] as { refusal: Json };
  return {
    by: `template refused with ${refusal.code}`,
    message: refusal.message,
    remedy: refusal.advice,
    docsUrl: refusal.docsUrl,
  };
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('Waited in vain.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
