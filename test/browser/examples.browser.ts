import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ADMIN, freePort } from '../../scripts/local-server.js';
import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import { startServerProcess, type ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { MetaDriver } from '../support/world/meta.js';
import { describeInBrowser, TestBrowser } from './support/chromium.js';
import { ExamplePage, ExamplePages } from './support/example-pages.js';

const BOT = join(import.meta.dirname, '..', '..', 'examples', 'bot', 'bot.js');
/** It starts a process twice and five programs besides. */
const PATIENCE_MS = 400_000;
const NAMES = ['apollo', 'urql', 'relay', 'graphql-ws'];
const BOT_NEEDS = graphql(`
  mutation WhatTheBotNeeds($key: CreateApiKeyInput!, $endpoint: CreateWebhookEndpointInput!) {
    createApiKey(input: $key) { secret errors { ...Problem } }
    createWebhookEndpoint(input: $endpoint) { secret errors { ...Problem } }
  }
`);

describeInBrowser('The examples, while the server is killed', () => {
  let browser: TestBrowser;
  let pages: ExamplePages;
  let database: TestDatabase;
  let meta: MetaDriver;
  let server: ServerProcess;
  let admin: GraphqlClient;
  let bot: ChildProcess | undefined;

  beforeAll(async () => {
    [browser, pages, database, meta] = await Promise.all([
      TestBrowser.start(),
      ExamplePages.start(),
      createTestDatabase(),
      MetaDriver.start(),
    ]);
    const changes = { CORS_ORIGINS: pages.origin, ENDPOINT_PRIVATE_HOSTS: '127.0.0.1' };
    ({ server, admin } = await startServerProcess(database, meta, changes));
    bot = await startBot();
  }, PATIENCE_MS);
  afterAll(async () => {
    bot?.kill('SIGKILL');
    await browser.close();
    await server.kill('SIGKILL');
    await Promise.all([pages.close(), meta.close(), database.drop()]);
    expect(browser.troubles).toEqual([]);
  });

  /** As its own words say: a key that may send, an endpoint for what customers write. */
  async function startBot(): Promise<ChildProcess> {
    const port = String(await freePort());
    const { createApiKey, createWebhookEndpoint } = await admin.send(BOT_NEEDS, {
      key: { name: 'Bot', scopes: ['MESSAGES_SEND'] },
      endpoint: { url: `http://127.0.0.1:${port}/`, eventTypes: ['MESSAGE_RECEIVED'] },
    });
    const started = spawn(process.execPath, [BOT], {
      env: {
        PARLEY_URL: server.url,
        PARLEY_KEY: must(createApiKey.secret),
        WEBHOOK_SECRET: must(createWebhookEndpoint.secret),
        PORT: port,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(started.stdout, 'data');
    return started;
  }

  it(
    'lose nothing and double nothing: four chat pages and a bot',
    async () => {
      const ada = meta.world.ensureCustomer('16505552001', 'Ada');
      const says = (body: string): string => meta.simulator.conversations.write(meta.phone, ada, 'text', { body });
      const got = (): string[] =>
        meta.world.messages
          .filter(({ direction, customerUserId }) => direction === 'OUT' && customerUserId === ada.userId)
          .map(({ text }) => text);
      says('Before');
      await eventually(got, (texts) => texts.includes('You said: Before'), 30_000);

      const chats = await Promise.all(NAMES.map(async () => new ExamplePage(await browser.page())));
      for (const [index, chat] of chats.entries()) {
        await chat.signIn(`${pages.origin}/${must(NAMES[index])}/?server=${encodeURIComponent(server.url)}`, ADMIN);
        await chat.shows('You said: Before');
      }
      await server.kill('SIGKILL');
      for (const [index, chat] of chats.entries()) await chat.writes(`From ${must(NAMES[index])}`);
      await server.start();
      says('After');

      const answers = ['You said: After', 'You said: Before', ...NAMES.map((name) => `From ${name}`)].sort();
      await eventually(got, (texts) => texts.length >= answers.length, 60_000);
      const everything = [...answers, 'After', 'Before'].sort();
      for (const chat of chats) {
        for (const text of everything) await chat.shows(text);
        const shown = await chat.texts();
        expect([...shown].sort()).toEqual(everything);
        expect(shown).toEqual(await must(chats[0]).texts());
      }
      expect(got().sort()).toEqual(answers);
    },
    PATIENCE_MS,
  );
});
