import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { ADMIN } from '../scripts/local-server.js';
import { startServer, type BenchServer } from './environment.js';
import { EventSockets } from './event-sockets.js';
import { inboundText } from './payloads.js';
import type { BenchOptions, Row } from './report.js';
import { percentile, rounded } from './reporting/statistics.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const MESSAGES = { quick: 20, whole: 200 };
/** From one message to the next: a busy chat, in which nothing waits for what came before. */
const PAUSE_MS = 150;
const PATIENCE_MS = 15_000;
const MAX_P50_MS = 100;
const MAX_P99_MS = 250;
const SUBSCRIPTION = `subscription ($id: ID!) { inboxEvents(accountId: $id) { cursor ... on MessageChanged { message {
  text content { ... on TextContent { body } } conversation { id } } } } }`;
const TEXT = /pixel (\d+)/;
/** In the page: notes each message of the chat in the frame after that in which it is drawn. Milliseconds since 1970. */
const WATCH = `(() => {
  window.drawn = {};
  const look = () => {
    for (const bubble of document.querySelectorAll('li[data-direction]')) {
      const number = /pixel (\\d+)/.exec(bubble.textContent ?? '')?.[1];
      if (number === undefined || number in window.drawn) continue;
      window.drawn[number] = null;
      requestAnimationFrame(() => setTimeout(() => (window.drawn[number] = performance.timeOrigin + performance.now())));
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
})()`;

/** From the POST of a customer's message to its pixels in the open chat of the console, against a bare socket that hears of it. */
export async function measurePixel(databaseUrl: string | null, { isQuick }: BenchOptions): Promise<Row[]> {
  if (!existsSync(CHROMIUM)) throw new Error(`There is no Chromium at ${CHROMIUM}: install it, or set CHROMIUM_PATH.`);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  const server = await startServer(databaseUrl).catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  const heard = new Map<number, number>();
  const sockets = new EventSockets(server.url, (message) => {
    const number = TEXT.exec(message.toString())?.[1];
    if (number !== undefined && !heard.has(Number(number))) heard.set(Number(number), now());
  });
  try {
    const question = { token: server.token, query: SUBSCRIPTION, variables: { id: server.accountId } };
    await sockets.connect([question]);
    sockets.subscribe([question]);
    const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
    await openChat(server, page);
    const written = await writeAll(server, MESSAGES[isQuick ? 'quick' : 'whole']);
    const drawn = await untilDrawn(page, written.length);
    const toPixel = written.map((at, number) => (drawn.get(number) ?? Infinity) - at);
    const toSocket = written.map((at, number) => (heard.get(number) ?? Infinity) - at);
    return [rowOf(toPixel, toSocket)];
  } finally {
    sockets.close();
    await browser.close();
    await server.stop();
  }
}

function rowOf(toPixel: readonly number[], toSocket: readonly number[]): Row {
  const [p50, p99] = [percentile(toPixel, 0.5), percentile(toPixel, 0.99)];
  const all = toPixel.filter(Number.isFinite).length;
  return {
    name: 'console, from a customer’s message to the pixels of the open chat',
    baseline: `p50 ${rounded(percentile(toSocket, 0.5), 1)} ms, p99 ${rounded(percentile(toSocket, 0.99), 1)} ms (to a bare socket)`,
    measured: `p50 ${rounded(p50, 1)} ms, p99 ${rounded(p99, 1)} ms, drawn ${all} of ${toPixel.length}`,
    ratio: null,
    target: `p50 <= ${MAX_P50_MS} ms, p99 <= ${MAX_P99_MS} ms, all`,
    isMet: p50 <= MAX_P50_MS && p99 <= MAX_P99_MS,
  };
}

/** Signs in, and opens the chat with the one customer who writes. */
async function openChat(server: BenchServer, page: Page): Promise<void> {
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(server.url);
  await page.getByLabel('E-mail').fill(ADMIN.email);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
  await write(server, 'Good morning');
  await page.locator('[data-conversation]').first().click();
  await page.locator('li[data-direction]').filter({ hasText: 'Good morning' }).waitFor();
  await page.evaluate(WATCH);
}

/** @returns when each message was posted */
async function writeAll(server: BenchServer, count: number): Promise<number[]> {
  const written: number[] = [];
  for (let number = 0; number < count; number += 1) {
    written.push(now());
    await write(server, `pixel ${number}.`);
    await setTimeout(PAUSE_MS);
  }
  return written;
}

async function untilDrawn(page: Page, count: number): Promise<Map<number, number>> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const drawn = await page.evaluate<Record<string, number | null>>('window.drawn');
    const times = Object.entries(drawn).flatMap(([number, at]): [number, number][] =>
      at === null ? [] : [[Number(number), at]],
    );
    if (times.length >= count || Date.now() > deadline) return new Map(times);
    await setTimeout(100);
  }
}

async function write(server: BenchServer, text: string): Promise<void> {
  const { body, headers } = inboundText(1, text);
  const { status } = await fetch(`${server.url}/webhooks/whatsapp`, { method: 'POST', body, headers });
  if (status !== 200) throw new Error(`The webhook was answered ${status}.`);
}

/** Milliseconds since 1970, as the page counts them, in fractions. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
