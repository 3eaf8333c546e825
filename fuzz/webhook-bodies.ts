import fc, { type Arbitrary } from 'fast-check';
import { DEMO } from '../src/simulator/world/demo-world.js';
import { oddInteger, oddJson, oddText } from './odd-values.js';

/** One POST of Meta's, before it is signed. */
export interface WebhookCase {
  body: string;
}

const NOW = String(Math.floor(Date.now() / 1000));
const MEDIA = { id: '1234567890', mime_type: 'image/jpeg', sha256: 'c2hh', caption: 'See' };

/** What messages of each type carry, from which the fuzzer departs. */
const CONTENTS: Record<string, unknown> = {
  text: { body: 'Hello' },
  image: MEDIA,
  video: { ...MEDIA, mime_type: 'video/mp4' },
  audio: { ...MEDIA, mime_type: 'audio/ogg', voice: true },
  document: { ...MEDIA, mime_type: 'application/pdf', filename: 'a.pdf' },
  sticker: { ...MEDIA, mime_type: 'image/webp', animated: true },
  location: { latitude: 48.1, longitude: 11.5, name: 'Here', address: 'Street 1' },
  contacts: [{ name: { formatted_name: 'Ann' }, phones: [{ phone: '+16505550100', wa_id: '16505550100' }] }],
  reaction: { message_id: 'wamid.A', emoji: '👍' },
  button: { text: 'Yes', payload: 'yes' },
  interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"comment":"great"}' } },
  order: {
    catalog_id: '1',
    text: 'Please',
    product_items: [{ product_retailer_id: 'x', quantity: 2, item_price: 3.5, currency: 'EUR' }],
  },
  edit: { original_message_id: 'wamid.A', message: { type: 'text', text: { body: 'Edited' } } },
  revoke: { original_message_id: 'wamid.A' },
  unsupported: { type: 'poll' },
};

const METADATA = { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId };

/** Values of other fields that Meta tells of accounts and templates. */
const OTHER_CHANGES: readonly { field: string; value: unknown }[] = [
  {
    field: 'message_template_status_update',
    value: {
      event: 'APPROVED',
      message_template_id: 123456789012345,
      message_template_name: 'order',
      message_template_language: 'en_US',
      reason: 'NONE',
    },
  },
  {
    field: 'message_template_quality_update',
    value: { previous_quality_score: 'GREEN', new_quality_score: 'RED', message_template_id: 1 },
  },
  {
    field: 'template_category_update',
    value: { message_template_id: 1, previous_category: 'UTILITY', new_category: 'MARKETING' },
  },
  {
    field: 'message_template_components_update',
    value: {
      message_template_id: 1,
      message_template_element: 'Hi {{1}}',
      message_template_title: 'T',
      message_template_footer: 'F',
    },
  },
  {
    field: 'account_update',
    value: {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1_900_000_000 }],
    },
  },
  { field: 'account_alerts', value: { alert_severity: 'CRITICAL', alert_type: 'X', alert_description: 'Y' } },
  {
    field: 'phone_number_quality_update',
    value: { display_phone_number: '15550783881', event: 'DOWNGRADE', current_limit: 'TIER_1K' },
  },
  {
    field: 'phone_number_name_update',
    value: { display_phone_number: '15550783881', decision: 'APPROVED', requested_verified_name: 'N' },
  },
  {
    field: 'user_preferences',
    value: {
      metadata: METADATA,
      user_preferences: [{ wa_id: '16505550100', category: 'marketing_messages', value: 'stop', timestamp: NOW }],
    },
  },
  {
    field: 'history',
    value: {
      metadata: METADATA,
      history: [{ metadata: { phase: 0 }, threads: [{ id: '16505550100', messages: [] }] }],
    },
  },
  {
    field: 'calls',
    value: { metadata: METADATA, calls: [{ id: 'wacid.A', from: '16505550100', event: 'terminate' }] },
  },
  { field: 'unknown_field', value: { anything: true } },
];

/** Somebody moves to a number of a thousand: theirs alone, mostly, and at times that of somebody known. */
const movedTo = fc
  .integer({ min: 1, max: 1_000 })
  .map((end) => ({ type: 'user_changed_number', body: 'moved', wa_id: `1650555${String(end + 6_000)}` }));

const message = fc.constantFrom(...Object.keys(CONTENTS), 'system').chain((type) =>
  fc.record({
    from: fc.integer({ min: 1, max: 40 }).map((end) => `16505556${String(end).padStart(3, '0')}`),
    id: fc.oneof(
      fc.uuid().map((id) => `wamid.${id}`),
      fc.constant('wamid.A'),
    ),
    timestamp: fc.constant(NOW),
    type: fc.constant(type),
    [type]: type === 'system' ? movedTo : fc.constant(CONTENTS[type]),
  }),
);

const status = fc.record({
  id: fc.oneof(
    fc.uuid().map((id) => `wamid.${id}`),
    fc.constant('wamid.A'),
  ),
  status: fc.constantFrom('sent', 'delivered', 'read', 'failed', 'played', 'deleted', 'warning'),
  timestamp: fc.constant(NOW),
  recipient_id: fc.constant('16505556001'),
  errors: fc.constantFrom<unknown>(undefined, [{ code: 131026, title: 'Undeliverable' }], [{ code: 'x' }], [null]),
  pricing: fc.constantFrom<unknown>(undefined, { billable: true, pricing_model: 'PMP', category: 'service' }),
});

const messagesChange = fc.record({
  field: fc.constant('messages'),
  value: fc.record({
    messaging_product: fc.constant('whatsapp'),
    metadata: fc.constant(METADATA),
    contacts: fc.array(fc.record({ profile: fc.record({ name: oddText }), wa_id: fc.constant('16505556001') }), {
      maxLength: 2,
    }),
    messages: fc.array(message, { maxLength: 4 }),
    statuses: fc.array(status, { maxLength: 4 }),
  }),
});

const payload = fc
  .oneof({ weight: 4, arbitrary: messagesChange }, { weight: 2, arbitrary: fc.constantFrom(...OTHER_CHANGES) })
  .map((change) => ({
    object: 'whatsapp_business_account',
    entry: [{ id: DEMO.whatsappAccountId, time: Number(NOW), changes: [change] }],
  }));

/** Where a payload departs from what Meta documents, and with what. */
interface Departure {
  at: number;
  how: 'REPLACE' | 'REMOVE' | 'ADD';
  value: unknown;
}

const departure: Arbitrary<Departure> = fc.record({
  at: fc.nat({ max: 10_000 }),
  how: fc.constantFrom('REPLACE', 'REPLACE', 'REMOVE', 'ADD'),
  value: fc.oneof(oddText, oddInteger, oddJson, fc.constant(null), fc.constant([]), fc.constant({})),
});

/** Webhooks as Meta sends them, most of them with some node replaced, removed or added; a few are no JSON at all. */
export const webhookCases: Arbitrary<WebhookCase> = fc.oneof(
  {
    weight: 19,
    arbitrary: fc
      .tuple(payload, fc.array(departure, { maxLength: 3 }))
      .map(([whole, departures]) => ({ body: JSON.stringify(departures.reduce(depart, structuredClone(whole))) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        oddText,
        oddJson.map((value) => JSON.stringify(value)),
      )
      .map((body) => ({ body })),
  },
);

/** Deeper than any body of Meta's. */
const MAX_DEPTH = 50;

function depart<Whole>(whole: Whole, { at, how, value }: Departure): Whole {
  const places = placesIn(whole);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return whole;
  if (how === 'REMOVE') Reflect.deleteProperty(place.parent, place.key);
  else if (how === 'ADD')
    Reflect.set(place.parent, Array.isArray(place.parent) ? place.parent.length : `odd_${at}`, value);
  else Reflect.set(place.parent, place.key, value);
  return whole;
}

/** Not those far down in what an earlier departure has put in. */
function placesIn(value: unknown, depth = 0): { parent: object; key: string }[] {
  if (typeof value !== 'object' || value === null || depth === MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ parent: value, key }, ...placesIn(inner, depth + 1)]);
}
