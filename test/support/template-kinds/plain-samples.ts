import { BODY, button, buttons, carousel, FILE, header, STRAY, variable, type TemplateKindSample } from './sample.js';

/** Texts, files, places, links and cards with files. */
export const PLAIN_KINDS: readonly TemplateKindSample[] = [
  {
    kind: 'Text',
    write: () => ({ header: { type: 'TEXT', text: 'Your order' }, footer: 'Lucky Shrub' }),
    bad: { draft: () => ({ header: { type: 'TEXT', text: '' } }) },
    components: [header('TEXT', { text: 'Your order' }), BODY, { type: 'FOOTER', text: 'Lucky Shrub' }],
  },
  {
    kind: 'Named parameters',
    write: () => ({
      parameterFormat: 'NAMED',
      body: 'Dear {{first_name}}, here is what you asked for.',
      variables: [variable('BODY', 'first_name', 'Ann')],
    }),
    bad: { draft: () => ({ parameterFormat: 'NAMED', body: 'Dear {{1}}, here is what you asked for.' }) },
    send: () => ({ values: [{ name: 'first_name', value: 'Ann' }] }),
    components: [
      {
        type: 'BODY',
        text: 'Dear {{first_name}}, here is what you asked for.',
        example: { body_text_named_params: [{ param_name: 'first_name', example: 'Ann' }] },
      },
    ],
    parameterFormat: 'NAMED',
  },
  {
    kind: 'Picture',
    write: ({ IMAGE }) => ({ header: { type: 'IMAGE', mediaId: IMAGE } }),
    bad: { draft: ({ VIDEO }) => ({ header: { type: 'IMAGE', mediaId: VIDEO } }) },
    send: ({ IMAGE: mediaId }) => ({ mediaId }),
    components: [header('IMAGE', { example: FILE }), BODY],
  },
  {
    kind: 'Video',
    write: ({ VIDEO }) => ({ header: { type: 'VIDEO', mediaId: VIDEO } }),
    bad: { draft: ({ IMAGE }) => ({ header: { type: 'VIDEO', mediaId: IMAGE } }) },
    send: ({ VIDEO: mediaId }) => ({ mediaId }),
    components: [header('VIDEO', { example: FILE }), BODY],
  },
  {
    kind: 'Document',
    write: ({ DOCUMENT }) => ({ header: { type: 'DOCUMENT', mediaId: DOCUMENT } }),
    bad: { draft: ({ IMAGE }) => ({ header: { type: 'DOCUMENT', mediaId: IMAGE } }) },
    send: ({ DOCUMENT: mediaId }) => ({ mediaId }),
    components: [header('DOCUMENT', { example: FILE }), BODY],
  },
  {
    kind: 'GIF',
    category: 'MARKETING',
    write: ({ VIDEO }) => ({ header: { type: 'GIF', mediaId: VIDEO } }),
    bad: { draft: ({ IMAGE }) => ({ header: { type: 'GIF', mediaId: IMAGE } }) },
    send: ({ VIDEO: mediaId }) => ({ mediaId }),
    components: [header('GIF', { example: FILE }), BODY],
  },
  {
    kind: 'Location',
    write: () => ({
      header: { type: 'LOCATION' },
      variables: [
        variable('LOCATION', 'latitude', '48.85'),
        variable('LOCATION', 'longitude', '2.35'),
        variable('LOCATION', 'name', 'Shop'),
        variable('LOCATION', 'address', '1 Main Street'),
      ],
    }),
    bad: { draft: () => ({ header: { type: 'LOCATION' }, variables: [] }) },
    send: () => ({ location: { latitude: 48.85, longitude: 2.35, name: 'Shop', address: '1 Main Street' } }),
    components: [header('LOCATION'), BODY],
  },
  {
    kind: 'Quick replies, link, call',
    write: () => ({
      buttons: [
        { type: 'QUICK_REPLY', text: 'Stop' },
        { type: 'VISIT_WEBSITE', text: 'Track', url: 'https://a.example/{{1}}' },
        { type: 'CALL_NUMBER', text: 'Call', phoneNumber: '+16505551234' },
      ],
      variables: [{ ...variable('BUTTON', '1', '1'), buttonIndex: 1 }],
    }),
    bad: { draft: () => button({ type: 'VISIT_WEBSITE', text: 'Track', url: 'https://{{1}}.example' }) },
    send: () => ({ values: [{ placement: 'BUTTON', name: '1', buttonIndex: 1, value: '7' }] }),
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
    bad: STRAY,
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
    write: () => ({
      ...button({ type: 'COPY_CODE' }),
      variables: [{ ...variable('BUTTON', '1', '25OFF'), buttonIndex: 0 }],
    }),
    bad: { draft: () => ({ ...button({ type: 'COPY_CODE' }), variables: [] }) },
    send: () => ({ values: [{ placement: 'BUTTON', name: '1', buttonIndex: 0, value: '30OFF' }] }),
    components: [BODY, buttons({ type: 'COPY_CODE', text: 'Copy offer code', example: ['25OFF'] })],
  },
  {
    kind: 'Limited-time offer',
    category: 'MARKETING',
    bad: { send: {} },
    send: () => ({
      offerExpiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      values: [{ placement: 'BUTTON', name: '1', buttonIndex: 0, value: '30OFF' }],
    }),
    unlisted: 'limited_time_offer',
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
    bad: { send: {} },
    send: ({ IMAGE }) => ({ cardMediaIds: [IMAGE, IMAGE] }),
    unlisted: 'carousel',
    components: [BODY, carousel('IMAGE', { type: 'QUICK_REPLY', text: 'More' })],
  },
  {
    kind: 'Carousel of videos',
    category: 'MARKETING',
    bad: { send: {} },
    send: ({ VIDEO }) => ({ cardMediaIds: [VIDEO, VIDEO] }),
    unlisted: 'carousel',
    components: [BODY, carousel('VIDEO', { type: 'URL', text: 'Buy', url: 'https://a.example/buy' })],
  },
];
