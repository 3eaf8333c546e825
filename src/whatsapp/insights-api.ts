import { Injectable } from '@nestjs/common';
import { optionalNumber, optionalText, requiredText } from './answer.js';
import type { AccountKeys } from './accounts-api.js';
import { META_ERRORS } from './errors/error-catalogue.js';
import { GraphError } from './errors/graph-error.js';
import type { Refusal } from './errors/refusal.js';
import { GraphClient } from './graph-client.js';
import { isRecord, listOf, type JsonRecord } from './json.js';

/** Days in the form 2026-11-26, the first and the last included. */
export interface DayRange {
  from: string;
  to: string;
}

/** By which endpoint messages went, in the words of `product_type`. */
export type AnalyticsProduct = 'CLOUD_API' | 'MARKETING_MESSAGES_API_FOR_WHATSAPP';

export interface InsightsSettings {
  /** ISO 4217; null: Meta does not say. */
  currency: string | null;
  isEnabled: boolean;
}

/** One day of a template, as Meta counts it; days without a message are missing. */
export interface TemplateDay {
  remoteId: string;
  date: string;
  sent: number;
  delivered: number;
  read: number;
  /** Null: Meta counts no clicks of it. */
  clicks: { type: string; text: string; count: number }[] | null;
  /** In the account's currency; null: Meta does not say. */
  amount: number | null;
}

/** Messages of one day that Meta prices alike. */
export interface PricingDay {
  date: string;
  country: string | null;
  category: string | null;
  type: string | null;
  messages: number;
  amount: number | null;
}

/** Templates that Meta takes in one question. */
export const MAX_TEMPLATES_ASKED = 10;
const DAY_SECONDS = 86_400;
/** The year 2100: later times are none. */
const LATEST_SECONDS = 4_102_444_800;

/** Insights API: what Meta itself counts of an account, its templates and its prices. */
@Injectable()
export class InsightsApi {
  constructor(private readonly graph: GraphClient) {}

  async settings({ whatsappAccountId, accessToken }: AccountKeys): Promise<InsightsSettings> {
    const account = await this.graph.call({
      method: 'GET',
      path: `/${whatsappAccountId}`,
      accessToken,
      query: { fields: 'id,currency,is_enabled_for_insights' },
    });
    return {
      currency: optionalText(account, 'currency') ?? null,
      isEnabled: account.is_enabled_for_insights === true,
    };
  }

  /** Switches template analytics on. Meta never switches them off again. */
  async enable({ whatsappAccountId, accessToken }: AccountKeys): Promise<void> {
    await this.graph.call({
      method: 'POST',
      path: `/${whatsappAccountId}`,
      accessToken,
      query: { is_enabled_for_insights: 'true' },
    });
  }

  /**
   * `GET /{account}/template_analytics`, of up to 10 templates. Meta keeps 90 days, in UTC, and forgets what was read and
   * clicked of a message after 7: the counts of older days fall.
   */
  async templateDays(
    { whatsappAccountId, accessToken }: AccountKeys,
    remoteIds: readonly string[],
    { from, to }: DayRange,
    product: AnalyticsProduct,
  ): Promise<TemplateDay[]> {
    const request = {
      method: 'GET' as const,
      path: `/${whatsappAccountId}/template_analytics`,
      accessToken,
      query: {
        start: String(secondsOf(from)),
        end: String(secondsOf(to) + DAY_SECONDS),
        granularity: 'DAILY',
        template_ids: `[${remoteIds.join(',')}]`,
        metric_types: 'SENT,DELIVERED,READ,CLICKED,COST',
        product_type: product,
      },
    };
    const days: TemplateDay[] = [];
    for await (const { answer } of this.graph.pages(request, readTemplateDays)) days.push(...answer.flat());
    return days;
  }

  /** `GET /{account}?fields=pricing_analytics…`: by day, country, category and type. Meta keeps a year. */
  async pricingDays({ whatsappAccountId, accessToken }: AccountKeys, { from, to }: DayRange): Promise<PricingDay[]> {
    const range = `start(${secondsOf(from)}).end(${secondsOf(to) + DAY_SECONDS})`;
    const dimensions = 'dimensions(PRICING_CATEGORY,PRICING_TYPE,COUNTRY)';
    const answer = await this.graph.call({
      method: 'GET',
      path: `/${whatsappAccountId}`,
      accessToken,
      query: { fields: `pricing_analytics.${range}.granularity(DAILY).${dimensions}` },
    });
    const analytics = listOf(answer.pricing_analytics, 'data');
    return analytics.flatMap((entry) => listOf(entry, 'data_points').filter(isRecord).map(readPricingDay));
  }
}

/** Why Meta gives no template analytics of an account: they are off, or not to be had (as in the EU, the UK and Japan). */
export function whyNoInsights({ code, subcode }: Refusal): 'OFF' | 'NOT_AVAILABLE' | null {
  const codes = [code, subcode]; // the code is 100 now and then
  if (codes.includes(META_ERRORS.INSIGHTS_SWITCHED_OFF.code)) return 'OFF';
  return codes.includes(META_ERRORS.INSIGHTS_NOT_AVAILABLE.code) ? 'NOT_AVAILABLE' : null;
}

/** Whether Meta refused because it does not know something that was asked for, such as a template. */
export function isUnknownThing(error: unknown): boolean {
  return error instanceof GraphError && error.refusal.code === META_ERRORS.INVALID_PARAMETER.code;
}

function readTemplateDays(entry: JsonRecord): TemplateDay[] {
  return listOf(entry, 'data_points')
    .filter(isRecord)
    .map((point) => ({
      remoteId: requiredText(point, 'template_id'),
      date: dateOf(point),
      sent: countOf(point, 'sent'),
      delivered: countOf(point, 'delivered'),
      read: countOf(point, 'read'),
      clicks: 'clicked' in point ? listOf(point, 'clicked').map(readClick) : null,
      amount: amountSpentIn(point),
    }));
}

function readClick(click: unknown): { type: string; text: string; count: number } {
  return {
    type: optionalText(click, 'type') ?? 'unknown',
    text: optionalText(click, 'button_content') ?? '',
    count: countOf(click, 'count'),
  };
}

function amountSpentIn(point: JsonRecord): number | null {
  const spent = listOf(point, 'cost').find((cost) => optionalText(cost, 'type') === 'amount_spent');
  return optionalNumber(spent, 'value') ?? null;
}

function readPricingDay(point: JsonRecord): PricingDay {
  return {
    date: dateOf(point),
    country: optionalText(point, 'country') ?? null,
    category: optionalText(point, 'pricing_category') ?? null,
    type: optionalText(point, 'pricing_type') ?? null,
    messages: countOf(point, 'volume'),
    amount: optionalNumber(point, 'cost') ?? null,
  };
}

/** A day begins in UTC, or in the account's time zone: twelve hours later it is the same day in both. */
function dateOf(point: JsonRecord): string {
  const start = Math.min(Math.max(0, optionalNumber(point, 'start') ?? 0), LATEST_SECONDS);
  return new Date((start + DAY_SECONDS / 2) * 1_000).toISOString().slice(0, 10);
}

const MAX_COUNT = 2_147_483_647;

function countOf(point: unknown, key: string): number {
  return Math.min(MAX_COUNT, Math.max(0, Math.trunc(optionalNumber(point, key) ?? 0)));
}

function secondsOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1_000;
}
