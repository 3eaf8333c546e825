import {
  MB,
  X,
  CODE,
  APP,
  LOCATION,
  link,
  reply,
  site,
  call,
  button,
  type Changes,
} from './sample-templates.corpus.js';

/** Templates that pass every rule. */
export const GOOD: [string, Changes][] = [
  ['plain text', {}],
  ['exactly 1,024 characters', { body: X(1_024) }],
  ['a placeholder between words', { body: 'Hello {{1}}, welcome.', samples: { 1: 'Ann' } }],
  ['punctuation after the last placeholder', { body: 'Your order is {{1}}.', samples: { 1: 'A-1' } }],
  ['several placeholders', { body: 'Hi {{1}}, your order {{2}} is confirmed.', samples: { 1: 'Ann', 2: 'A-1' } }],
  ['placeholders in another order', { body: 'Order {{2}} is for you, {{1}}!', samples: { 1: 'Ann', 2: 'A-1' } }],
  ['one placeholder twice', { body: 'Hi {{1}}, are you really {{1}} of ours?', samples: { 1: 'Ann' } }],
  ['line breaks in the body', { body: 'Hello {{1}},\n\nthank you\nvery much.', samples: { 1: 'Ann' } }],
  ['emoji and formatting in the body', { body: 'Hello *{{1}}*, thank _you_ 🌵 so much.', samples: { 1: 'Ann' } }],
  ['one brace', { body: 'Sets are written {1, 2} in maths.' }],
  ['Chinese', { language: 'zh_CN', body: '您好 {{1}}，您的订单已经发货，请注意查收。', samples: { 1: '安' } }],
  ['Arabic', { language: 'ar', body: 'مرحبا {{1}}، شكرا لطلبك من متجرنا.', samples: { 1: 'آن' } }],
  ['Thai', { language: 'th', body: 'สวัสดี {{1}} ขอบคุณสำหรับการสั่งซื้อของคุณ', samples: { 1: 'แอน' } }],
  ['Meta’s own shape of a language', { language: 'prs_AF' }],
  ['a name of digits and underscores', { name: '2027_offer_' }],
  ['a name of 512 characters', { name: X(512) }],
  [
    'named placeholders',
    { parameterFormat: 'NAMED', body: 'Hello {{first_name}}, welcome.', samples: { first_name: 'Ann' } },
  ],
  [
    'named placeholders with digits',
    { parameterFormat: 'NAMED', body: 'Hello {{line_2}}, welcome.', samples: { line_2: 'Ann' } },
  ],
  ['text header', { header: { type: 'TEXT', text: 'Your order' } }],
  ['text header of 60 characters', { header: { type: 'TEXT', text: X(60) } }],
  [
    'text header with a placeholder',
    { header: { type: 'TEXT', text: 'Order {{1}}' }, variables: [{ placement: 'HEADER' }] },
  ],
  [
    'text header with a named placeholder',
    {
      parameterFormat: 'NAMED',
      header: { type: 'TEXT', text: 'Order {{order_id}}' },
      variables: [{ placement: 'HEADER', name: 'order_id' }],
    },
  ],
  [
    'header that is a placeholder alone',
    { header: { type: 'TEXT', text: '{{1}}' }, variables: [{ placement: 'HEADER' }] },
  ],
  ['image header, JPEG', { header: { type: 'IMAGE', mediaId: 'm' }, media: { mimeType: 'image/jpeg', size: 9 } }],
  [
    'image header, PNG of 5 MB',
    { header: { type: 'IMAGE', mediaId: 'm' }, media: { mimeType: 'image/png', size: 5 * MB } },
  ],
  ['video header', { header: { type: 'VIDEO', mediaId: 'm' }, media: { mimeType: 'video/mp4', size: 16 * MB } }],
  [
    'document header',
    { header: { type: 'DOCUMENT', mediaId: 'm' }, media: { mimeType: 'application/pdf', size: 100 * MB } },
  ],
  ['location header', { header: { type: 'LOCATION' }, variables: LOCATION }],
  ['footer', { footer: 'Lucky Shrub' }],
  ['footer of 60 characters', { footer: X(60) }],
  ['one quick reply', { buttons: [reply()] }],
  ['ten quick replies', { buttons: Array.from({ length: 10 }, (_, index) => reply(`Reply ${index}`)) }],
  ['label of 25 characters', { buttons: [reply(X(25))] }],
  ['link', { buttons: [site()] }],
  ['two links', { buttons: [site(), site('https://shop.example/b')] }],
  ['link of 2,000 characters', { buttons: [site(`https://shop.example/${X(1_979)}`)] }],
  ['dynamic link', { buttons: [site('https://shop.example/o/{{1}}')], variables: [link()] }],
  ['dynamic link behind a question mark', { buttons: [site('https://shop.example/?o={{1}}')], variables: [link()] }],
  ['call', { buttons: [call()] }],
  ['call without a plus', { buttons: [call('16505551234')] }],
  ['replies, then link and call', { buttons: [reply('A'), reply('B'), site(), call()] }],
  ['link and call, then replies', { buttons: [site(), call(), reply('A'), reply('B')] }],
  [
    'copy code',
    {
      category: 'MARKETING',
      buttons: [button('COPY_CODE', { text: null })],
      variables: [{ ...link(), sampleValue: X(20) }],
    },
  ],
  ['flow', { buttons: [button('FLOW', { flowId: '123', flowAction: 'navigate', navigateScreen: 'FIRST' })] }],
  ['catalogue', { category: 'MARKETING', buttons: [button('CATALOG', { text: 'View catalog' })] }],
  ['multi-product', { category: 'MARKETING', buttons: [button('MULTI_PRODUCT', { text: 'View items' })] }],
  ['voice call', { buttons: [button('VOICE_CALL', { ttlMinutes: 1_440 })] }],
  ['button of a kind from Meta', { buttons: [button('UNKNOWN', { raw: { type: 'POSTBACK' } })] }],
  ['authentication', CODE],
  [
    'authentication without expiry',
    { ...CODE, authentication: { addSecurityRecommendation: true, codeExpirationMinutes: null } },
  ],
  [
    'authentication, one tap',
    {
      ...CODE,
      buttons: [button('ONE_TIME_PASSWORD', { otpType: 'ONE_TAP', autofillText: 'Autofill', supportedApps: [APP] })],
    },
  ],
  [
    'authentication, zero tap',
    {
      ...CODE,
      buttons: [
        button('ONE_TIME_PASSWORD', {
          otpType: 'ZERO_TAP',
          zeroTapTermsAccepted: true,
          supportedApps: Array.from({ length: 5 }, () => APP),
        }),
      ],
    },
  ],
  [
    'a field of the model',
    { dataModelId: 'order', body: 'Order {{1}} is ready.', variables: [{ source: 'FIELD', fieldPath: 'number' }] },
  ],
  [
    'a field over two relations',
    {
      dataModelId: 'order',
      body: 'Ask {{1}} about it.',
      variables: [{ source: 'FIELD', fieldPath: 'customer.manager.name' }],
    },
  ],
  ['a phone field', { dataModelId: 'order', phoneField: 'customer.phone' }],
  [
    'the sender',
    {
      body: 'Ask {{1}} at {{2}} about it all.',
      variables: [{ source: 'USER_NAME' }, { name: '2', source: 'USER_PHONE' }],
    },
  ],
  [
    'a portal link',
    {
      dataModelId: 'order',
      body: 'See {{1}} for more.',
      variables: [{ source: 'PORTAL_LINK', sampleValue: 'https://shop.example/1' }],
    },
  ],
  ['a fallback', { body: 'Hello {{1}}, welcome.', variables: [{ fallback: 'friend' }] }],
  ['marketing', { category: 'MARKETING', footer: 'Reply STOP to opt out' }],
];
