import { DEMO } from '../../../src/simulator/world/demo-world.js';
import type { RecipientInput, TemplateDraftInput } from '../../generated/graphql.js';

/** Our files that samples need. */
export interface SampleFiles {
  IMAGE: string;
  VIDEO: string;
  DOCUMENT: string;
}

/** A kind of template as Meta has it: components under Meta's names. */
export interface TemplateKindSample {
  kind: string;
  /** As it is written here. Absent: it is made at Meta. */
  write?: (files: SampleFiles) => Partial<TemplateDraftInput>;
  /** Refused here: a draft, else something given with it when it is sent. */
  bad: { draft: (files: SampleFiles) => Partial<TemplateDraftInput> } | { send: Partial<RecipientInput> };
  /** What is given with it. */
  send?: (files: SampleFiles) => Partial<RecipientInput>;
  /** What the API shows of the message, beside its text. */
  shown?: object;
  /** Component that Meta's OpenAPI file leaves out of its schemas. */
  unlisted?: string;
  category?: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';
  components: Record<string, unknown>[];
  settings?: Record<string, unknown>;
  parameterFormat?: 'NAMED';
}

export const BODY = { type: 'BODY', text: 'Here is what you asked for, as promised.', tone: 'friendly' };
/** Its handle is that of a file of the format, once the simulator has one. */
export const A_SAMPLE = 'a sample';
export const FILE = { header_handle: [A_SAMPLE] };
export const catalogId: string = DEMO.catalogId;
export const STRAY = { send: { values: [{ name: 'nowhere', value: 'x' }] } };
export const aloe = { catalogId, productRetailerId: 'aloe' };
export const fern = { catalogId, productRetailerId: 'fern' };
export const variable = (placement: 'BODY' | 'BUTTON' | 'LOCATION', name: string, sampleValue: string) => ({
  ...{ placement, name, sampleValue, source: 'FREE_TEXT' as const },
  ...(placement === 'BUTTON' ? { buttonIndex: Number(name) } : {}),
});
export const button = (more: NonNullable<TemplateDraftInput['buttons']>[number]) => ({ buttons: [more] });
export const code = (more: object) => ({
  category: 'AUTHENTICATION' as const,
  body: '',
  ...button({ type: 'ONE_TIME_PASSWORD', ...more }),
  variables: [variable('BODY', '1', '123456')],
});
export const BAD_CODE = {
  draft: () => ({ ...code({ otpType: 'COPY_CODE' }), authentication: { codeExpirationMinutes: 91 } }),
};
export const APPS = { supportedApps: [{ packageName: 'com.example.luckyshrub', signatureHash: 'K8a/AINcGX7' }] };
export const CODE = { send: () => ({ values: [{ name: '1', value: '482913' }] }) };
export const header = (format: string, more: object = {}) => ({ type: 'HEADER', format, ...more });
export const buttons = (...list: object[]) => ({ type: 'BUTTONS', buttons: list });
export const carousel = (format: string, ...list: object[]) => ({
  type: 'CAROUSEL',
  cards: ['Aloe', 'Crassula'].map((name) => ({
    components: [
      header(format, format === 'PRODUCT' ? {} : { example: FILE }),
      ...(format === 'PRODUCT' ? [] : [{ type: 'BODY', text: `${name}, a plant.` }]),
      buttons(...list),
    ],
  })),
});
export const authentication = (otp: object) => ({
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
export const flow = (reference: object) => [
  BODY,
  buttons({ type: 'FLOW', text: 'Book', flow_action: 'NAVIGATE', navigate_screen: 'FIRST', ...reference }),
];
