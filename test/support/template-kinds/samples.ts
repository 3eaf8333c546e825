/** A kind of template as Meta has it: components under Meta's names. */
export interface TemplateKindSample {
  kind: string;
  category?: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';
  components: Record<string, unknown>[];
  settings?: Record<string, unknown>;
  parameterFormat?: 'NAMED';
}

const BODY = { type: 'BODY', text: 'Here is what you asked for, as promised.', tone: 'friendly' };
const FILE = { header_handle: ['https://scontent.example/sample'] };
const header = (format: string, more: object = {}) => ({ type: 'HEADER', format, ...more });
const buttons = (...list: object[]) => ({ type: 'BUTTONS', buttons: list });
const carousel = (format: string, ...list: object[]) => ({
  type: 'CAROUSEL',
  cards: ['Aloe', 'Crassula'].map((name) => ({
    components: [
      header(format, format === 'PRODUCT' ? {} : { example: FILE }),
      ...(format === 'PRODUCT' ? [] : [{ type: 'BODY', text: `${name}, a plant.` }]),
      buttons(...list),
    ],
  })),
});
const authentication = (otp: object) => ({
  category: 'AUTHENTICATION' as const,
  components: [
    {
      type: 'BODY',
      text: '*{{1}}* is your verification code.',
      add_security_recommendation: true,
      example: { body_text: [['123456']] },
    },
    { type: 'FOOTER', text: 'This code expires in 10 minutes.', code_expiration_minutes: 10 },
    buttons({ type: 'URL', text: 'Copy code', url: 'https://www.whatsapp.com/otp/code/?code={{1}}', ...otp }),
  ],
});
const flow = (reference: object) => [
  BODY,
  buttons({ type: 'FLOW', text: 'Book', flow_action: 'NAVIGATE', navigate_screen: 'FIRST', ...reference }),
];

/** One of each kind of template that Meta's guides name, with words in it that no rule here knows. */
export const TEMPLATE_KINDS: readonly TemplateKindSample[] = [
  { kind: 'Text', components: [header('TEXT', { text: 'Your order' }), BODY, { type: 'FOOTER', text: 'Lucky Shrub' }] },
  {
    kind: 'Named parameters',
    components: [
      {
        type: 'BODY',
        text: 'Dear {{first_name}}, here is what you asked for.',
        example: { body_text_named_params: [{ param_name: 'first_name', example: 'Ann' }] },
      },
    ],
    parameterFormat: 'NAMED',
  },
  { kind: 'Picture', components: [header('IMAGE', { example: FILE }), BODY] },
  { kind: 'Video', components: [header('VIDEO', { example: FILE }), BODY] },
  { kind: 'Document', components: [header('DOCUMENT', { example: FILE }), BODY] },
  { kind: 'GIF', category: 'MARKETING', components: [header('GIF', { example: FILE }), BODY] },
  { kind: 'Location', components: [header('LOCATION'), BODY] },
  {
    kind: 'Quick replies, link, call',
    components: [
      BODY,
      buttons(
        { type: 'QUICK_REPLY', text: 'Stop' },
        { type: 'URL', text: 'Track', url: 'https://a.example/{{1}}', example: ['https://a.example/1'] },
        { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+16505551234' },
      ),
    ],
  },
  {
    kind: 'Link into an app',
    components: [
      BODY,
      buttons({
        type: 'URL',
        text: 'Open',
        url: 'https://a.example/x',
        app_deep_link: {
          meta_app_id: '123',
          android_deep_link: 'app://x',
          android_fallback_playstore_url: 'https://p.example/',
        },
      }),
    ],
  },
  {
    kind: 'Coupon code',
    category: 'MARKETING',
    components: [BODY, buttons({ type: 'COPY_CODE', text: 'Copy offer code', example: ['25OFF'] })],
  },
  {
    kind: 'Limited-time offer',
    category: 'MARKETING',
    components: [
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Expiring!', has_expiration: true } },
      BODY,
      buttons(
        { type: 'COPY_CODE', text: 'Copy offer code', example: ['25OFF'] },
        { type: 'URL', text: 'Book', url: 'https://a.example/' },
      ),
    ],
  },
  {
    kind: 'Carousel of pictures',
    category: 'MARKETING',
    components: [BODY, carousel('IMAGE', { type: 'QUICK_REPLY', text: 'More' })],
  },
  {
    kind: 'Carousel of videos',
    category: 'MARKETING',
    components: [BODY, carousel('VIDEO', { type: 'URL', text: 'Buy', url: 'https://a.example/buy' })],
  },
  {
    kind: 'Carousel of products',
    category: 'MARKETING',
    components: [BODY, carousel('PRODUCT', { type: 'SPM', text: 'View' })],
  },
  {
    kind: 'Single product',
    category: 'MARKETING',
    components: [header('PRODUCT'), BODY, buttons({ type: 'SPM', text: 'View' })],
  },
  {
    kind: 'Several products',
    category: 'MARKETING',
    components: [header('TEXT', { text: 'For you' }), BODY, buttons({ type: 'MPM', text: 'View items' })],
  },
  { kind: 'Catalogue', category: 'MARKETING', components: [BODY, buttons({ type: 'CATALOG', text: 'View catalog' })] },
  { kind: 'Flow by id', components: flow({ flow_id: '77' }) },
  { kind: 'Flow by name', components: flow({ flow_name: 'book_a_visit' }) },
  { kind: 'Call button', components: [BODY, buttons({ type: 'VOICE_CALL', text: 'Call us', ttl_minutes: 1440 })] },
  { kind: 'Call permission request', components: [BODY, { type: 'CALL_PERMISSION_REQUEST' }] },
  { kind: 'Contact information request', components: [BODY, buttons({ type: 'REQUEST_CONTACT_INFO', text: 'Share' })] },
  {
    kind: 'Order details',
    components: [BODY, buttons({ type: 'ORDER_DETAILS', text: 'Review and pay' })],
    settings: { sub_category: 'ORDER_DETAILS' },
  },
  { kind: 'Order status', components: [BODY], settings: { sub_category: 'ORDER_STATUS' } },
  { kind: 'Code to copy', ...authentication({ otp_type: 'COPY_CODE' }) },
  {
    kind: 'Code by one tap',
    ...authentication({
      otp_type: 'ONE_TAP',
      autofill_text: 'Autofill',
      supported_apps: [{ package_name: 'com.example.luckyshrub', signature_hash: 'K8a/AINcGX7' }],
    }),
  },
  {
    kind: 'Code without a tap',
    ...authentication({
      otp_type: 'ZERO_TAP',
      autofill_text: 'Autofill',
      zero_tap_terms_accepted: true,
      supported_apps: [{ package_name: 'com.example.luckyshrub', signature_hash: 'K8a/AINcGX7' }],
    }),
  },
];
