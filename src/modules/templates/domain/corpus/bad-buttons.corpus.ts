import { CODE, X, APP, link, reply, site, call, button, type Sample } from './sample-templates.corpus.js';

/** What is wrong with buttons, one-time codes, and what is made at Meta. */
export const BAD_BUTTONS: Sample[] = [
  // buttons
  [
    'eleven buttons',
    { buttons: Array.from({ length: 11 }, () => reply()) },
    'TOO_LONG buttons',
    'TOO_LONG buttons.10.type',
  ],
  ['three links', { buttons: [site(), site(), site()] }, 'TOO_LONG buttons.2.type'],
  ['two calls', { buttons: [call(), call()] }, 'TOO_LONG buttons.1.type'],
  [
    'two codes to copy',
    { buttons: [button('COPY_CODE'), button('COPY_CODE')], variables: [link(0), link(1)] },
    'TOO_LONG buttons.1.type',
  ],
  ['a reply, a link, a reply', { buttons: [reply('A'), site(), reply('B')] }, 'INVALID_INPUT buttons'],
  ['a link, a reply, a link', { buttons: [site(), reply(), site()] }, 'INVALID_INPUT buttons'],
  ['no label', { buttons: [reply('')] }, 'REQUIRED buttons.0.text'],
  ['a label of 26 characters', { buttons: [reply(X(26))] }, 'TOO_LONG buttons.0.text'],
  ['a placeholder in a label', { buttons: [reply('Hi {{1}}')] }, 'INVALID_FORMAT buttons.0.text'],
  ['a line break in a label', { buttons: [reply('a\nb')] }, 'INVALID_FORMAT buttons.0.text'],
  ['a link to nowhere', { buttons: [button('VISIT_WEBSITE')] }, 'REQUIRED buttons.0.url'],
  ['a link that is none', { buttons: [site('shop.example')] }, 'INVALID_FORMAT buttons.0.url'],
  ['a link that runs a script', { buttons: [site('javascript:alert(1)')] }, 'INVALID_FORMAT buttons.0.url'],
  ['a link of 2,001 characters', { buttons: [site(`https://shop.example/${X(1_980)}`)] }, 'TOO_LONG buttons.0.url'],
  [
    'a placeholder within a link',
    { buttons: [site('https://shop.example/{{1}}/o')], variables: [link()] },
    'INVALID_FORMAT buttons.0.url',
  ],
  [
    'two placeholders in a link',
    { buttons: [site('https://shop.example/{{1}}/{{2}}')], variables: [link(), { ...link(), name: '2' }] },
    'INVALID_FORMAT buttons.0.url',
    'INVALID_FORMAT buttons.0.url',
  ],
  [
    'a second placeholder in a link',
    { buttons: [site('https://shop.example/{{2}}')], variables: [{ ...link(), name: '2' }] },
    'INVALID_FORMAT buttons.0.url',
  ],
  ['an unbound link', { buttons: [site('https://shop.example/{{1}}')] }, 'REQUIRED variables'],
  ['a link to WhatsApp', { buttons: [site('https://wa.me/16505551234')] }, 'INVALID_INPUT buttons.0.url'],
  ['a shortened link', { buttons: [site('https://bit.ly/abc')] }, 'INVALID_INPUT buttons.0.url'],
  ['a call to nobody', { buttons: [call('')] }, 'REQUIRED buttons.0.phoneNumber'],
  ['a call to words', { buttons: [call('reception')] }, 'PHONE_INVALID buttons.0.phoneNumber'],
  ['a number with spaces', { buttons: [call('+1 650 555 1234')] }, 'PHONE_INVALID buttons.0.phoneNumber'],
  ['a number of 21 characters', { buttons: [call(`+${'1'.repeat(20)}`)] }, 'TOO_LONG buttons.0.phoneNumber'],
  ['a flow without its id', { buttons: [button('FLOW')] }, 'REQUIRED buttons.0.flowId'],
  ['a catalogue in a utility template', { buttons: [button('CATALOG')] }, 'INVALID_INPUT buttons.0.type'],
  [
    'a voice call of a minute',
    { buttons: [button('VOICE_CALL', { ttlMinutes: 1 })] },
    'INVALID_INPUT buttons.0.ttlMinutes',
  ],
  [
    'a one-time password in a utility template',
    { buttons: [button('ONE_TIME_PASSWORD', { otpType: 'COPY_CODE' })] },
    'INVALID_INPUT buttons.0.type',
  ],
  ['a kind that is made at Meta', { buttons: [button('UNKNOWN')] }, 'INVALID_INPUT buttons.0.type'],
  // authentication
  ['authentication with a header', { ...CODE, header: { type: 'TEXT', text: 'Hi' } }, 'INVALID_INPUT header'],
  [
    'authentication with a footer of one’s own',
    { ...CODE, authentication: { addSecurityRecommendation: true, codeExpirationMinutes: null }, footer: 'Bye' },
    'INVALID_INPUT footer',
  ],
  [
    'authentication for 91 minutes',
    { ...CODE, authentication: { addSecurityRecommendation: true, codeExpirationMinutes: 91 } },
    'INVALID_INPUT authentication.codeExpirationMinutes',
  ],
  ['authentication without a button', { ...CODE, buttons: [] }, 'INVALID_INPUT buttons'],
  ['authentication with another button', { ...CODE, buttons: [reply()] }, 'INVALID_INPUT buttons'],
  ['authentication without a kind', { ...CODE, buttons: [button('ONE_TIME_PASSWORD')] }, 'REQUIRED buttons.0.otpType'],
  [
    'one tap without an app',
    { ...CODE, buttons: [button('ONE_TIME_PASSWORD', { otpType: 'ONE_TAP' })] },
    'REQUIRED buttons.0.supportedApps',
  ],
  [
    'zero tap without the terms',
    { ...CODE, buttons: [button('ONE_TIME_PASSWORD', { otpType: 'ZERO_TAP', supportedApps: [APP] })] },
    'REQUIRED buttons.0.zeroTapTermsAccepted',
  ],
  [
    'six apps',
    {
      ...CODE,
      buttons: [
        button('ONE_TIME_PASSWORD', { otpType: 'ONE_TAP', supportedApps: Array.from({ length: 6 }, () => APP) }),
      ],
    },
    'TOO_LONG buttons.0.supportedApps',
  ],
  [
    'an app of one part',
    {
      ...CODE,
      buttons: [button('ONE_TIME_PASSWORD', { otpType: 'ONE_TAP', supportedApps: [{ ...APP, packageName: 'shop' }] })],
    },
    'INVALID_FORMAT buttons.0.supportedApps.0.packageName',
  ],
  [
    'a hash of 10 characters',
    {
      ...CODE,
      buttons: [button('ONE_TIME_PASSWORD', { otpType: 'ONE_TAP', supportedApps: [{ ...APP, signatureHash: X(10) }] })],
    },
    'INVALID_FORMAT buttons.0.supportedApps.0.signatureHash',
  ],
  ['a code of 16 characters', { ...CODE, samples: { 1: X(16) } }, 'TOO_LONG variables.0.sampleValue'],
  ['an unbound code', { ...CODE, samples: {} }, 'REQUIRED variables'],
  // made at Meta
  ['a carousel', { cards: [{ headerType: 'IMAGE', body: 'a', buttons: [] }] }, 'NOT_ALLOWED_NOW '],
  ['a limited-time offer', { limitedTimeOffer: { text: 'Hurry', hasExpiration: true } }, 'NOT_ALLOWED_NOW '],
  // all at once
  [
    'nothing right',
    { name: 'No', language: 'xx', body: '', footer: X(61), buttons: [reply('')] },
    'INVALID_FORMAT name',
    'INVALID_INPUT language',
    'REQUIRED body',
    'TOO_LONG footer',
    'REQUIRED buttons.0.text',
  ],
];
