import { SimError } from '../sim-error.js';
import type { SimMessage, SimWaba, SimWorld } from '../world/world.js';

type Json = Record<string, unknown>;

const DAY_SECONDS = 86_400;
const MAX_TEMPLATES = 10;
/** Prices of one message in dollars: invented. */
const PRICES: Record<string, number> = { MARKETING: 0.05, MARKETING_LITE: 0.05, UTILITY: 0.01, AUTHENTICATION: 0.02 };
const PRODUCTS = ['CLOUD_API', 'MARKETING_MESSAGES_API_FOR_WHATSAPP'];

/** What Meta counts of an account, made of the messages that the simulated customers got. */
export class SimInsights {
  constructor(private readonly world: SimWorld) {}

  /** `POST /{account}?is_enabled_for_insights=true`: never off again. */
  enable(waba: SimWaba, value: unknown): Json {
    if (waba.hasNoInsights === true) throw insightsError(200005, 'Template Insights unavailable');
    if (String(value) !== 'true') throw insightsError(200006, 'Template Insights cannot be disabled');
    waba.isEnabledForInsights = true;
    return { id: waba.id };
  }

  /** `GET /{account}/template_analytics` */
  ofTemplates(waba: SimWaba, query: Record<string, string>): Json {
    if (waba.hasNoInsights === true) throw insightsError(200005, 'Template Insights unavailable');
    if (waba.isEnabledForInsights !== true) throw insightsError(200007, 'Template Insights are not enabled');
    const ids = (query.template_ids ?? '').replaceAll(/[[\]\s]/g, '').split(',');
    if (ids.length > MAX_TEMPLATES) throw new SimError(400, 100, '(#100) At most 10 template_ids.');
    for (const id of ids) {
      if (this.world.templates.get(id)?.wabaId !== waba.id)
        throw new SimError(400, 100, `(#100) Param template_ids: ${id} is no template of this account.`);
    }
    const product = query.product_type ?? 'CLOUD_API';
    if (!PRODUCTS.includes(product)) throw new SimError(400, 100, '(#100) Param product_type is unknown.');
    const isLite = product !== 'CLOUD_API';
    const points = ids.flatMap((id) => this.daysOf(id, waba, query, isLite));
    return { data: [{ granularity: 'DAILY', product_type: product.toLowerCase(), data_points: points }] };
  }

  /** `GET /{account}?fields=pricing_analytics.start(…).end(…)…`, by day, country, category and type. */
  ofPrices(waba: SimWaba, field: string): Json {
    const range = { start: argumentOf(field, 'start'), end: argumentOf(field, 'end') };
    const sums = new Map<string, Json & { volume: number; cost: number }>();
    for (const message of this.sentBy(waba, range)) {
      if (message.status !== 'delivered' && message.status !== 'read') continue;
      const category = categoryOf(message);
      const key = `${dayOf(message)} ${category}`;
      const sum = sums.get(key) ?? { ...bounds(dayOf(message)), ...pricedAs(category), volume: 0, cost: 0 };
      sums.set(key, { ...sum, volume: sum.volume + 1, cost: sum.cost + (PRICES[category] ?? 0) });
    }
    return { pricing_analytics: { data: [{ data_points: [...sums.values()] }] }, id: waba.id };
  }

  private daysOf(id: string, waba: SimWaba, range: Record<string, string>, isLite: boolean): Json[] {
    const template = this.world.templates.get(id);
    const messages = this.sentBy(waba, range).filter(
      (message) =>
        message.template?.name === template?.name &&
        message.template?.language === template?.language &&
        (message.isMarketingLite === true) === isLite,
    );
    const days = groupsOf(messages, dayOf);
    return [...days].map(([day, sent]) => {
      const delivered = sent.filter(({ status }) => status === 'delivered' || status === 'read').length;
      return {
        template_id: id,
        ...bounds(day),
        sent: sent.length,
        delivered,
        read: sent.filter(({ status }) => status === 'read').length,
        ...(template?.category === 'AUTHENTICATION' ? {} : { clicked: this.clicksOn(sent) }),
        cost: [{ type: 'amount_spent', value: delivered * (PRICES[template?.category ?? ''] ?? 0) }],
      };
    });
  }

  /** Quick replies that customers tapped. */
  private clicksOn(sent: readonly SimMessage[]): Json[] {
    const wamids = new Set(sent.map(({ wamid }) => wamid));
    const taps = this.world.messages.filter(({ type, quotes }) => type === 'button' && wamids.has(quotes ?? ''));
    return [...groupsOf(taps, ({ text }) => text)].map(([text, same]) => ({
      type: 'quick_reply_button',
      button_content: text,
      count: same.length,
    }));
  }

  private sentBy(waba: SimWaba, { start = '0', end = '0' }: Record<string, string>): SimMessage[] {
    const [from, to] = [Number(start) * 1_000, Number(end) * 1_000];
    return this.world.messages.filter(
      ({ direction, phoneId, at, status }) =>
        direction === 'OUT' &&
        this.world.phones.get(phoneId)?.wabaId === waba.id &&
        at >= from &&
        at < to &&
        status !== 'failed',
    );
  }
}

function categoryOf({ template, isMarketingLite }: SimMessage): string {
  return isMarketingLite === true ? 'MARKETING_LITE' : (template?.category ?? 'SERVICE');
}

function pricedAs(category: string): Json {
  const type = category === 'SERVICE' ? 'FREE_CUSTOMER_SERVICE' : 'REGULAR';
  return { country: 'US', pricing_type: type, pricing_category: category };
}

function dayOf({ at }: SimMessage): number {
  return Math.floor(at / 1_000 / DAY_SECONDS);
}

function bounds(day: number): { start: number; end: number } {
  return { start: day * DAY_SECONDS, end: (day + 1) * DAY_SECONDS };
}

function argumentOf(field: string, name: string): string {
  return new RegExp(`\\.${name}\\((\\d+)\\)`).exec(field)?.[1] ?? '0';
}

/** Meta tells these as 100 with a subcode. */
function insightsError(subcode: number, message: string): SimError {
  return new SimError(400, 100, `(#100) ${message}`, { subcode });
}

function groupsOf<Entry, Key>(entries: readonly Entry[], keyOf: (entry: Entry) => Key): Map<Key, Entry[]> {
  const groups = new Map<Key, Entry[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}
