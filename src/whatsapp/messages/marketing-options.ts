import { META_ERRORS } from '../errors/error-catalogue.js';
import type { Refusal } from '../errors/refusal.js';
import type { JsonRecord } from '../json.js';

/** Options of the Marketing Messages API: `POST /{phone number id}/marketing_messages`. */
export interface MarketingOptions {
  /** CLOUD_API_FALLBACK: what cannot go by this API may go as an ordinary message. STRICT: it is refused. */
  productPolicy: 'CLOUD_API_FALLBACK' | 'STRICT';
  /** Whether Meta may use what becomes of the message (such as that it was read); null: as the account is set up there. */
  activitySharing: boolean | null;
}

const OF_ENDPOINT: ReadonlySet<number> = new Set([
  META_ERRORS.METHOD_NOT_ALLOWED.code,
  META_ERRORS.ONLY_MARKETING_ALLOWED.code,
  META_ERRORS.TEMPLATE_NOT_READY.code,
  META_ERRORS.TEMPLATE_NOT_AVAILABLE.code,
]);

/**
 * Whether a refusal of `/marketing_messages` is about that endpoint: the account has not accepted its terms, the template
 * is none for it (yet), or there is no such endpoint. Nothing was sent, and `/messages` may take the message.
 */
export function isOfMarketingEndpoint({ code, subcode }: Pick<Refusal, 'code' | 'subcode'>): boolean {
  const { NUMBER_NOT_VISIBLE } = META_ERRORS;
  return OF_ENDPOINT.has(code) || (code === NUMBER_NOT_VISIBLE.code && subcode === NUMBER_NOT_VISIBLE.subcode);
}

export function marketingFields({ productPolicy, activitySharing }: MarketingOptions): JsonRecord {
  const sharing = activitySharing === null ? {} : { message_activity_sharing: activitySharing };
  return { product_policy: productPolicy, ...sharing };
}
