import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { DAY_MS } from '../../../common/durations.js';
import { RetentionService } from '../../../common/retention/retention.service.js';
import type { DayRange, PricingDay, TemplateDay } from '../../../whatsapp/insights-api.js';
import type { TemplateAnalyticsDay, MetaPriceRow, TemplateClicks } from './meta-analytics.types.js';

type StoredProduct = 'CLOUD_API' | 'MARKETING_MESSAGES';

const KEPT_DAYS = 400;
const BATCH_SIZE = 2_000;
const UNKNOWN = '-';

interface TemplateDayRow {
  template_id: string;
  asked_from: string;
  asked_to: string;
  date: string;
  product: StoredProduct;
  sent: number;
  delivered: number;
  read: number;
  clicks: TemplateClicks[] | null;
  amount: string | null;
}

/** Analytics by day: template_analytics_days and pricing_analytics_days, kept for 400 days. Counts alone, of nobody. */
@Injectable()
export class AnalyticsDaysService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly retention: RetentionService,
  ) {}

  onModuleInit(): void {
    this.forget('analytics of templates', 'template_analytics_days');
    this.forget('analytics of prices', 'pricing_analytics_days');
  }

  /**
   * Writes days of templates, by Meta's ids. No count ever falls: Meta forgets after seven days what was read and clicked.
   * Clicks are those of whichever answer counted more.
   */
  async raiseTemplates(ids: ReadonlyMap<string, string>, product: StoredProduct, days: TemplateDay[]): Promise<void> {
    const rows = new Map<string, TemplateDay & { templateId: string }>();
    for (const day of days) {
      const templateId = ids.get(day.remoteId);
      if (templateId !== undefined) rows.set(`${templateId} ${day.date}`, { ...day, templateId });
    }
    if (rows.size === 0) return;
    const columns = {
      template_id: 'uuid',
      date: 'text',
      sent: 'integer',
      delivered: 'integer',
      read: 'integer',
      clicks: 'jsonb | null',
      amount: 'text | null',
    } as const;
    const entry = rowset(
      'entry',
      columns,
      [...rows.values()].map(({ templateId, date, sent, delivered, read, clicks, amount }) => ({
        ...{ template_id: templateId, date, sent, delivered, read, clicks },
        amount: digitsOf(amount),
      })),
      [product],
    );
    const clicksOf = (row: string): string =>
      `(SELECT coalesce(sum((click->>'count')::bigint), 0) FROM jsonb_array_elements(${row}.clicks) AS click)`;
    await this.database.run(
      `INSERT INTO template_analytics_days AS stored (template_id, date, product, sent, delivered, read, clicks, amount)
       SELECT entry.template_id, entry.date, $1, entry.sent, entry.delivered, entry.read, entry.clicks, entry.amount::numeric
         FROM ${entry.sql}
       ON CONFLICT (template_id, date, product) DO UPDATE
          SET sent = greatest(stored.sent, excluded.sent), delivered = greatest(stored.delivered, excluded.delivered),
              read = greatest(stored.read, excluded.read), amount = greatest(stored.amount, excluded.amount),
              clicks = CASE WHEN excluded.clicks IS NULL THEN stored.clicks WHEN stored.clicks IS NULL THEN excluded.clicks
                            WHEN ${clicksOf('excluded')} >= ${clicksOf('stored')} THEN excluded.clicks ELSE stored.clicks END`,
      entry.parameters,
    );
  }

  /** Writes the prices of some days in the place of those before: Meta may correct them. */
  async replacePricing(accountId: string, { from, to }: DayRange, days: readonly PricingDay[]): Promise<void> {
    const columns = {
      date: 'text',
      country: 'text',
      category: 'text',
      type: 'text',
      volume: 'integer',
      amount: 'text | null',
    } as const;
    const entry = rowset(
      'entry',
      columns,
      days.map(({ date, country, category, type, messages, amount }) => ({
        ...{ date, volume: messages },
        country: country ?? UNKNOWN,
        category: category ?? UNKNOWN,
        type: type ?? UNKNOWN,
        amount: digitsOf(amount),
      })),
      [accountId],
    );
    await this.database.transaction(async () => {
      await this.database.run('DELETE FROM pricing_analytics_days WHERE account_id = $1 AND date BETWEEN $2 AND $3', [
        accountId,
        from,
        to,
      ]);
      if (days.length === 0) return;
      await this.database.run(
        `INSERT INTO pricing_analytics_days (account_id, date, country, category, type, volume, amount)
         SELECT $1, entry.date, entry.country, entry.category, entry.type, sum(entry.volume), sum(entry.amount::numeric)
           FROM ${entry.sql} GROUP BY 2, 3, 4, 5
         ON CONFLICT (account_id, date, country, category, type)
         DO UPDATE SET volume = excluded.volume, amount = excluded.amount`,
        entry.parameters,
      );
    });
  }

  /** For DataLoaders: the days of each question, `template from to`, earliest first. */
  readonly ofTemplates = async (questions: readonly string[]): Promise<TemplateAnalyticsDay[][]> => {
    const asked = questions.map((question) => question.split(' '));
    const rows = await this.database.query<TemplateDayRow>(
      `SELECT asked.id AS template_id, asked.first AS asked_from, asked.last AS asked_to, date, product, sent, delivered, read,
              clicks, trim_scale(amount)::text AS amount
         FROM unnest($1::uuid[], $2::text[], $3::text[]) AS asked (id, first, last)
         JOIN template_analytics_days day ON day.template_id = asked.id AND day.date BETWEEN asked.first AND asked.last
        ORDER BY date, product`,
      [0, 1, 2].map((part) => asked.map((question) => question[part] ?? '')),
    );
    const byQuestion = new Map<string, TemplateAnalyticsDay[]>(questions.map((question) => [question, []]));
    for (const { template_id: id, asked_from: from, asked_to: to, ...day } of rows)
      byQuestion.get(`${id} ${from} ${to}`)?.push(day);
    return questions.map((question) => byQuestion.get(question) ?? []);
  };

  /** Prices of some days of an account: earliest first, then by country, category and type. */
  async prices(accountId: string, { from, to }: DayRange): Promise<MetaPriceRow[]> {
    const rows = await this.database.query<Omit<MetaPriceRow, 'messages'> & { volume: number }>(
      `SELECT date, nullif(country, $4) AS country, nullif(category, $4) AS category, nullif(type, $4) AS type, volume,
              trim_scale(amount)::text AS amount
         FROM pricing_analytics_days WHERE account_id = $1 AND date BETWEEN $2 AND $3 ORDER BY date, country, category, type`,
      [accountId, from, to, UNKNOWN],
    );
    return rows.map(({ volume: messages, ...row }) => ({ ...row, messages }));
  }

  private forget(name: string, table: 'template_analytics_days' | 'pricing_analytics_days'): void {
    this.retention.register({
      name,
      keepForMs: KEPT_DAYS * DAY_MS,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) =>
        this.database.run(
          `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE date < $1 LIMIT $2))`,
          [before.toISOString().slice(0, 10), batchSize],
        ),
    });
  }
}

function digitsOf(amount: number | null): string | null {
  return amount === null ? null : Math.min(Math.max(0, amount), 1e9).toFixed(8);
}
