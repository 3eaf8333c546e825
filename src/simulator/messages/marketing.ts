import { invalidParameter, SimError } from '../sim-error.js';
import type { SimWaba } from '../world/world.js';

type Body = Record<string, unknown>;

const KEYS = new Set([
  'messaging_product',
  'recipient_type',
  'to',
  'recipient',
  'type',
  'template',
  'biz_opaque_callback_data',
  'product_policy',
  'message_activity_sharing',
]);
const POLICIES = ['CLOUD_API_FALLBACK', 'STRICT'];

/**
 * Meta's checks of a message that comes by `/marketing_messages`. An account that has not accepted the terms is refused
 * whatever its policy: Meta may send it as an ordinary message, and does not say that it does.
 * @returns the message as `/messages` takes it
 */
export function checkMarketingMessage(waba: SimWaba | undefined, body: Body): Body {
  if (body.type !== 'template') throw invalidParameter('Message must be a template message.');
  const unknown = Object.keys(body).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw new SimError(400, 100, `(#100) Unexpected key "${unknown}" on param "message".`);
  const { product_policy: policy, message_activity_sharing: sharing, ...message } = body;
  if (policy !== undefined && !POLICIES.includes(String(policy)))
    throw invalidParameter(`Param product_policy must be one of {${POLICIES.join(', ')}}`);
  if (sharing !== undefined && typeof sharing !== 'boolean')
    throw invalidParameter('Param message_activity_sharing must be a boolean.');
  if (waba?.marketing?.status !== 'ONBOARDED') {
    const terms = '(#200) You must accept the Marketing Messages Lite API terms to use the API.';
    throw new SimError(400, 131055, terms, { details: 'The account is not onboarded.' });
  }
  return message;
}

/** Whether a template of this category goes by this endpoint. */
export function checkMarketingRoute(waba: SimWaba | undefined, category: string, isMarketingEndpoint: boolean): void {
  if (isMarketingEndpoint && category !== 'MARKETING')
    throw new SimError(400, 134100, '(#134100) Only marketing messages supported', {
      details: 'Only templates of the category MARKETING can be sent by this endpoint.',
    });
  if (!isMarketingEndpoint && category === 'MARKETING' && waba?.marketing?.isRequired === true)
    throw new SimError(400, 131063, '(#131063) Marketing templates are disabled on Cloud API', {
      details: 'Send marketing templates by /marketing_messages.',
    });
}
