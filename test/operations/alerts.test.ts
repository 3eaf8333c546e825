import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { MetricsServer } from '../../src/common/metrics/metrics-server.js';
import { graphql } from '../generated/gql.js';
import { eventually, first, must, pause } from '../support/expectations.js';
import { aMessage, aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { evaluate, type Observed } from '../support/promql.js';
import { Scrape } from '../support/prometheus.js';
import { MINUTE_MS } from '../support/world/test-clock.js';
import { withoutDatabase } from '../support/without-database.js';
import { TestWorld, type TestWorldOptions } from '../support/world/test-world.js';

const ROOT = join(import.meta.dirname, '..', '..');
const EVENTS = graphql(`
  subscription EventsForAlerts($id: ID!) { inboxEvents(accountId: $id) { cursor } }
`);

const TEST_CONNECTION = graphql(`
  mutation TestConnectionForAlerts($id: ID!) { testConnection(input: { accountId: $id }) { report { ok } } }
`);

interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; runbook: string };
}

const file = parse(readFileSync(join(ROOT, 'deploy/prometheus/alerts.yml'), 'utf8')) as { groups: { rules: Rule[] }[] };
const RULES = file.groups.flatMap(({ rules }) => rules);

/** The metric of a series: a histogram has several. */
const metricOf = (name: string, helps: ReadonlyMap<string, string>): string => {
  const whole = name.replace(/_(bucket|count|sum)$/, '');
  return helps.has(name) ? name : whole;
};
const metricsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\b(?:parley|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name)),
];

const POOL_SIZE = 2;
/** Collectors remember for so long what they have read. */
const READ_AGAIN_MS = 5_000;

/** A running Parley whose metrics are read without a key, so that nothing of its database is needed. */
class Watched {
  private constructor(readonly world: TestWorld) {}

  static async start(options: TestWorldOptions = {}): Promise<Watched> {
    const world = await TestWorld.start({ ...options, environment: { METRICS_PORT: '0', ...options.environment } });
    world.app.useLogger(false); // what is brought about here is logged, and looks like trouble
    return new Watched(world);
  }

  /** What is true now, and not what was true a moment ago. */
  async scrape(): Promise<Scrape> {
    this.world.clock.advance(READ_AGAIN_MS);
    const { port } = must(this.world.app.get(MetricsServer).address, 'the port of metrics');
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    return Scrape.of(await answer.text());
  }

  /** What is to be seen before and after; the second as soon as the alert fires, if it ever does. */
  async observe(rule: Rule, work: () => Promise<unknown>): Promise<Observed> {
    const before = [await this.scrape()];
    await work();
    let observed: Observed = { before, now: before };
    await eventually(
      async () => {
        observed = { before, now: [await this.scrape()] };
        return evaluate(rule.expr, observed).length;
      },
      (count) => count > 0,
    ).catch(() => undefined);
    return observed;
  }
}

describe('The alerts', () => {
  let watched: Watched;
  let world: TestWorld;
  const others: Watched[] = [];

  beforeAll(async () => {
    watched = await Watched.start({ environment: { DATABASE_POOL_SIZE: String(POOL_SIZE) } });
    world = watched.world;
  });
  afterEach(async () => {
    world.meta.forgetPlannedErrors();
    await world.admin.send(TEST_CONNECTION, { id: world.account.id }); // whatever is paused goes on
    for (const other of others.splice(0)) await other.world.close();
  });
  afterAll(() => world.close());

  const startAnother = async (options: TestWorldOptions): Promise<Watched> => {
    const another = await Watched.start(options);
    others.push(another);
    return another;
  };
  const ruleOf = (alert: string): Rule =>
    must(
      RULES.find((rule) => rule.alert === alert),
      alert,
    );
  const firesAfter = async (alert: string, by: Watched, work: () => Promise<unknown>): Promise<void> => {
    const observed = await by.observe(ruleOf(alert), work);
    const { before } = observed;
    expect({ alert, fired: evaluate(ruleOf(alert).expr, { before, now: before }) }).toEqual({ alert, fired: [] });
    expect({ alert, fires: evaluate(ruleOf(alert).expr, observed).length > 0 }).toEqual({ alert, fires: true });
  };

  const message = () => aWebhook({ messages: [aTextMessage('Hello')] });
  /** For as long as the database is away, and no longer. */
  const firesWithoutDatabase = async (alert: string): Promise<void> => {
    const { expr } = ruleOf(alert);
    const fires = async () => evaluate(expr, { before: [], now: [await watched.scrape()] }).length > 0;
    await eventually(fires, (isFiring) => !isFiring); // a short queue for a moment is usual
    await withoutDatabase(world.database, POOL_SIZE, async () => void (await eventually(fires, Boolean)));
    await eventually(fires, (isFiring) => !isFiring);
  };
  const pausedByMeta = async (): Promise<void> => {
    const { conversation } = await world.customers.startsConversation();
    world.meta.planError({ code: 133010, times: 1_000 });
    await world.inbox.send(conversation.id, 'Hello');
  };

  /** How each is brought about. */
  const REHEARSALS: Record<string, () => Promise<void>> = {
    ParleyWebhooksRefused: () =>
      firesAfter('ParleyWebhooksRefused', watched, async () => {
        for (let count = 0; count < 6; count += 1) await world.webhooks.post(message(), 'another secret').expect(401);
      }),
    ParleyWebhooksFailed: () =>
      firesAfter('ParleyWebhooksFailed', watched, () =>
        world.webhooks.postSigned(`{"entry":[{"id":"${DEMO.whatsappAccountId}"`).expect(200),
      ),
    ParleyMessagesFailing: () =>
      firesAfter('ParleyMessagesFailing', watched, async () => {
        const { conversation } = await world.customers.startsConversation();
        world.meta.planError({ code: 131026, times: 21 });
        for (let count = 0; count < 21; count += 1) await world.inbox.send(conversation.id, 'Hello');
      }),
    ParleyMessagesUnconfirmed: () =>
      firesAfter('ParleyMessagesUnconfirmed', watched, async () => {
        const { conversation } = await world.customers.startsConversation();
        world.meta.planError({ kind: 'RESET_BEFORE' });
        await world.inbox.send(conversation.id, 'Hello');
      }),
    ParleyTemplateSyncFailing: () =>
      firesAfter('ParleyTemplateSyncFailing', watched, async () => {
        world.meta.planError({ path: '/message_templates', code: 10, times: 10 });
        await world.templates.sync();
      }),
    ParleyTemplateSyncOld: async () => {
      await world.templates.sync();
      await firesAfter('ParleyTemplateSyncOld', watched, () => world.later(7 * 60 * MINUTE_MS));
    },
    ParleyMediaWaiting: () =>
      firesAfter('ParleyMediaWaiting', watched, async () => {
        world.meta.planError({ path: '', kind: 'HTTP_500', times: 1_000 });
        const images = Array.from({ length: 51 }, () => {
          const image = { id: world.meta.world.newId(), mime_type: 'image/jpeg' };
          return aMessage({ type: 'image', image });
        });
        await world.webhooks.post(aWebhook({ messages: images })).expect(200);
      }),
    ParleyEndpointStopped: () =>
      firesAfter('ParleyEndpointStopped', watched, async () => {
        const { id } = await world.endpoints.create('https://receiver.example.com/webhooks');
        await world.endpoints.pause(id);
      }),
    ParleyEventLoopBlocked: () =>
      firesAfter('ParleyEventLoopBlocked', watched, async () => {
        await pause(100); // measuring begins anew with each scrape, at its next turn
        const until = Date.now() + 2_000;
        while (Date.now() < until); // nobody else gets a turn
        await pause(50);
      }),
    ParleySendingPaused: async () => {
      await firesAfter('ParleySendingPaused', watched, pausedByMeta);
    },
    ParleyMessagesWaiting: () =>
      firesAfter('ParleyMessagesWaiting', watched, async () => {
        await pausedByMeta();
        world.clock.advance(3 * MINUTE_MS);
      }),
    ParleyScrapeIncomplete: () => firesWithoutDatabase('ParleyScrapeIncomplete'),
    ParleyDatabasePoolExhausted: () => firesWithoutDatabase('ParleyDatabasePoolExhausted'),
    ParleyWebhooksNotStored: () =>
      firesAfter('ParleyWebhooksNotStored', watched, () =>
        withoutDatabase(world.database, POOL_SIZE, () => world.webhooks.post(message()).expect(503)),
      ),
    ParleyRequestsFailing: () =>
      firesAfter('ParleyRequestsFailing', watched, () =>
        withoutDatabase(world.database, POOL_SIZE, () => world.admin.requestRaw('{ accounts { id } }')),
      ),
    ParleyWebhooksWaiting: async () => {
      const api = await startAnother({ environment: { ROLE: 'api' } });
      await firesAfter('ParleyWebhooksWaiting', api, async () => {
        await api.world.webhooks.post(message()).expect(200);
        api.world.clock.advance(2 * MINUTE_MS);
      });
    },
    ParleyLiveOverloaded: async () => {
      const late = await startAnother({ environment: { LIVE_MAX_DELAY_MS: '1' } });
      const lives = Array.from({ length: 4 }, () => late.world.admin.subscribe(EVENTS, { id: late.world.account.id }));
      await pause(500);
      await firesAfter('ParleyLiveOverloaded', late, async () => {
        for (let count = 0; count < 5; count += 1) await late.world.webhooks.post(message());
      });
      for (const live of lives) await live.close();
    },
    ParleyGone: async () => {
      const other = await Watched.start({ isConnected: false });
      const before = [await other.scrape()];
      expect(evaluate(ruleOf('ParleyGone').expr, { before, now: before })).toEqual([]);
      await other.world.close();
      await expect(other.scrape()).rejects.toThrow();
      expect(evaluate(ruleOf('ParleyGone').expr, { before, now: [] })).toHaveLength(1);
    },
    /** Of two processes, of which the other says that it is of another version: there is but one version here. */
    ParleyVersionsDiffer: async () => {
      const { version } = first((await watched.scrape()).select('parley_build_info')).labels;
      const one = await watched.scrape();
      const { port } = must(world.app.get(MetricsServer).address);
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const other = Scrape.of(text.replace(`version="${version}"`, 'version="0.0.1"'));
      const { expr } = ruleOf('ParleyVersionsDiffer');
      expect(evaluate(expr, { before: [], now: [one, one] })).toEqual([]);
      expect(evaluate(expr, { before: [], now: [one, other] })).toHaveLength(1);
    },
    /** 1.5 GB are not taken from the machine that tests: the same expression with a limit that any process exceeds. */
    ParleyMemoryHigh: async () => {
      const { expr } = ruleOf('ParleyMemoryHigh');
      const scrape = await watched.scrape();
      expect(evaluate(expr.replace(/\d{6,}/, '10000000000000'), { before: [], now: [scrape] })).toEqual([]);
      expect(evaluate(expr.replace(/\d{6,}/, '1000000'), { before: [], now: [scrape] })).toHaveLength(1);
    },
  };

  it('all have a rehearsal', () => {
    expect(Object.keys(REHEARSALS).sort()).toEqual(RULES.map(({ alert }) => alert).sort());
  });

  it('all have a test of how long they wait, which CI runs by promtool', () => {
    const text = readFileSync(join(ROOT, 'deploy/prometheus/alerts.tests.yml'), 'utf8');
    const { tests } = parse(text) as { tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[] };
    const firing = tests.flatMap(({ alert_rule_test: checks }) =>
      checks.filter((check) => check.exp_alerts.length > 0),
    );
    expect(firing.map(({ alertname }) => alertname).sort()).toEqual(RULES.map(({ alert }) => alert).sort());
  });

  it.each(RULES.map(({ alert }) => alert))('%s fires when that is so, and not before', async (alert) => {
    await must(REHEARSALS[alert])();
  });

  it('name metrics that are served', async () => {
    const { helps } = await watched.scrape();
    const missing = RULES.flatMap(({ expr }) => metricsIn(expr)).filter((name) => !helps.has(metricOf(name, helps)));
    expect(missing).toEqual([]);
  });

  it('name runbooks that are written', () => {
    const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
    for (const { alert, annotations } of RULES) {
      expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      expect(headings).toContain(alert);
    }
  });

  it('are shown, with everything else, by a dashboard of metrics that are served', async () => {
    const text = readFileSync(join(ROOT, 'deploy/grafana/parley.json'), 'utf8');
    const { panels } = JSON.parse(text) as { panels: { title: string; targets?: { expr: string }[] }[] };
    const { helps } = await watched.scrape();
    const shown = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr)));
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.filter((name) => !helps.has(metricOf(name, helps)))).toEqual([]);
    const ours = [...helps.keys()].filter((name) => name.startsWith('parley_'));
    expect(ours.filter((name) => !shown.some((one) => metricOf(one, helps) === name))).toEqual([]);
  });
});
