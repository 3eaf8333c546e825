import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DEMO } from '../src/simulator/world/demo-world.js';
import { startServer } from './environment.js';
import type { Row } from './report.js';

const TEMPLATES = 6_000;
/** A quick answer of Meta's; without any, the two only compete for the processor. */
const LATENCY_MS = 50;
/** As the server asks. */
const FIELDS =
  'id,name,language,status,category,parameter_format,components,quality_score,rejected_reason,correct_category';
const SYNC = `mutation ($id: ID!) { syncTemplates(input: { accountId: $id }) {
  report { pages created updated unchanged removed } errors { code message } } }`;

interface Report {
  pages: number;
  created: number;
  updated: number;
  unchanged: number;
  removed: number;
}

/** 6,000 templates at the simulated Meta: brought for the first time, then compared when nothing has changed. */
export async function measureTemplates(databaseUrl: string | null): Promise<Row[]> {
  const server = await startServer(databaseUrl);
  for (let number = 0; number < TEMPLATES; number += 1) {
    server.simulator.templates.add({
      wabaId: DEMO.whatsappAccountId,
      name: `order_update_${Math.floor(number / 2)}`,
      language: number % 2 === 0 ? 'en_US' : 'de',
      category: 'UTILITY',
      status: 'APPROVED',
      components: [
        { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['860198'] } },
        {
          type: 'BODY',
          text: `Hello {{1}}, number ${number} of our updates about your order {{2}} is here. It is on its way to you.`,
          example: { body_text: [['Pablo', '860198']] },
        },
        { type: 'FOOTER', text: 'Lucky Shrub' },
        {
          type: 'BUTTONS',
          buttons: [{ type: 'URL', text: 'Track', url: 'https://shop.example/o/{{1}}', example: ['860198'] }],
        },
      ],
    });
  }
  const firstPage = `${server.simulator.url}/v26.0/${DEMO.whatsappAccountId}/message_templates?fields=${FIELDS}&limit=100`;
  const rows: Row[] = [];
  const first = await sync(server);
  for (const latencyMs of [0, LATENCY_MS]) {
    server.simulator.world.settings.latencyMs = latencyMs;
    const pages = await baseline(firstPage);
    const before = await versions(server);
    const rounds = [await sync(server), await sync(server), await sync(server)];
    const best = Math.min(...rounds.map(({ ms }) => ms));
    const isUnwritten = before === (await versions(server));
    const isSame = rounds.every(({ unchanged }) => unchanged === TEMPLATES);
    if (rows.length === 0) {
      rows.push({
        name: `template sync, ${TEMPLATES} templates, first time`,
        baseline: `${Math.round(pages)} ms (fetching the pages)`,
        measured: `${Math.round(first.ms)} ms; ${told(first)}`,
        ratio: first.ms / pages,
        target: '-',
        isMet: first.created === TEMPLATES,
      });
    }
    rows.push({
      name: `template sync, ${TEMPLATES} templates, nothing changed, Meta answers after ${latencyMs} ms`,
      baseline: `${Math.round(pages)} ms (fetching the pages)`,
      measured: `${Math.round(best)} ms; ${told(rounds[0] ?? first)}; rows written: ${isUnwritten ? 0 : 'some'}`,
      ratio: best / pages,
      target: latencyMs === 0 ? 'no row written' : '<= 1.2, no row written',
      isMet: isUnwritten && isSame && (latencyMs === 0 || best / pages <= 1.2),
    });
  }
  await server.stop();
  return rows;
}

function told({ pages, created, updated, unchanged, removed }: Report): string {
  return `${pages} pages, created ${created}, updated ${updated}, unchanged ${unchanged}, removed ${removed}`;
}

async function sync(server: Awaited<ReturnType<typeof startServer>>): Promise<Report & { ms: number }> {
  const began = performance.now();
  const { syncTemplates } = (await server.graphql(SYNC, { id: server.accountId })) as unknown as {
    syncTemplates: { report: Report; errors: unknown[] };
  };
  if (syncTemplates.errors.length > 0) throw new Error(JSON.stringify(syncTemplates.errors));
  return { ...syncTemplates.report, ms: performance.now() - began };
}

/** The version of every row, where the database can be asked; by the API otherwise. */
async function versions(server: Awaited<ReturnType<typeof startServer>>): Promise<string> {
  if (server.query !== null) {
    const [row] = await server.query(
      `SELECT md5(string_agg(id::text || xmin::text, ',' ORDER BY id)) AS sum FROM templates`,
    );
    return row?.sum ?? '';
  }
  const { templates } = (await server.graphql('{ templates(first: 1) { nodes { updatedAt } } }')) as unknown as {
    templates: { nodes: { updatedAt: string }[] };
  };
  return templates.nodes[0]?.updatedAt ?? '';
}

async function baseline(url: string): Promise<number> {
  const script = join(import.meta.dirname, 'baselines', 'baseline-pages.js');
  const child = spawn(process.execPath, [script, url, DEMO.accessToken], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return Number(line.toString());
}
