import { readableKey } from '../../common/text/readable-key.js';
import type { JsonRecord } from '../json.js';

export const TEMPLATE_CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION', 'UNKNOWN'] as const;
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/** The category in Meta's text, in either case; null for one that is not known here. */
export function categoryFromMeta(raw: string | null | undefined): TemplateCategory | null {
  return TEMPLATE_CATEGORIES.find((category) => category === raw?.toUpperCase()) ?? null;
}

export const PARAMETER_FORMATS = ['POSITIONAL', 'NAMED'] as const;
export type ParameterFormat = (typeof PARAMETER_FORMATS)[number];

export const HEADER_TYPES = ['NONE', 'TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION', 'GIF', 'PRODUCT'] as const;
export type HeaderType = (typeof HEADER_TYPES)[number];

export const BUTTON_TYPES = [
  'VISIT_WEBSITE',
  'CALL_NUMBER',
  'QUICK_REPLY',
  'COPY_CODE',
  'ONE_TIME_PASSWORD',
  'FLOW',
  'CATALOG',
  'MULTI_PRODUCT',
  'VOICE_CALL',
  'UNKNOWN',
] as const;
export type TemplateButtonType = (typeof BUTTON_TYPES)[number];

export const OTP_TYPES = ['COPY_CODE', 'ONE_TAP', 'ZERO_TAP'] as const;
export type OtpType = (typeof OTP_TYPES)[number];

export interface TemplateHeader {
  type: HeaderType;
  text: string | null;
  /** Our id of the sample. */
  mediaId: string | null;
}

export interface SupportedApp {
  packageName: string;
  signatureHash: string;
}

export interface TemplateButton {
  type: TemplateButtonType;
  text: string | null;
  phoneNumber: string | null;
  url: string | null;
  otpType: OtpType | null;
  autofillText: string | null;
  supportedApps: SupportedApp[];
  zeroTapTermsAccepted: boolean;
  flowId: string | null;
  flowAction: string | null;
  navigateScreen: string | null;
  ttlMinutes: number | null;
  /** As Meta returned it, for kinds that are not modelled. */
  raw: JsonRecord | null;
}

/** A card of a carousel. */
export interface TemplateCard {
  headerType: HeaderType;
  /** Our id of the sample; absent or null: the one that Meta has. */
  mediaId?: string | null;
  body: string | null;
  buttons: TemplateButton[];
}

export interface AuthenticationOptions {
  addSecurityRecommendation: boolean;
  /** 1 to 90. */
  codeExpirationMinutes: number | null;
}

/** What a template says, without what its placeholders stand for. */
export interface TemplateContent {
  header: TemplateHeader;
  body: string;
  footer: string | null;
  buttons: TemplateButton[];
  /** Not empty for a carousel. */
  cards: TemplateCard[];
  limitedTimeOffer: { text: string; hasExpiration: boolean } | null;
  authentication: AuthenticationOptions | null;
  /** Components that are not modelled, kept whole. */
  others: JsonRecord[];
}

export const VARIABLE_PLACEMENTS = ['HEADER', 'BODY', 'BUTTON', 'LOCATION'] as const;
export type VariablePlacement = (typeof VARIABLE_PLACEMENTS)[number];

/** Where a value goes: {{name}} in the header, the body, a button, or the location of the header. */
export interface Placeholder {
  placement: VariablePlacement;
  name: string;
  buttonIndex: number | null;
  /** Of a carousel. */
  cardIndex: number | null;
}

export const NO_HEADER: TemplateHeader = { type: 'NONE', text: null, mediaId: null };
export const NO_BUTTON: Omit<TemplateButton, 'type'> = {
  text: null,
  phoneNumber: null,
  url: null,
  otpType: null,
  autofillText: null,
  supportedApps: [],
  zeroTapTermsAccepted: false,
  flowId: null,
  flowAction: null,
  navigateScreen: null,
  ttlMinutes: null,
  raw: null,
};

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
export const LOCATION_NAMES = ['latitude', 'longitude', 'name', 'address'] as const;

/** The names in a text, in the order in which they first come. */
export function namesIn(text: string | null): string[] {
  return [...new Set([...(text ?? '').matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
}

/** The text with each {{name}} replaced. */
export function fillPlaceholders(text: string, valueOf: (name: string) => string): string {
  return text.replace(PLACEHOLDER, (_whole, name: string) => valueOf(name));
}

/** A placeholder as a key of maps: `BODY|||1`, or `BUTTON|<card>|<button>|1`. */
export function placeholderKey({ placement, name, buttonIndex, cardIndex }: Placeholder): string {
  return [placement, cardIndex ?? '', buttonIndex ?? '', name].join('|');
}

/** A placeholder in words: `body {{1}}`, `button 1 {{1}}`, `the location's latitude`. */
export function describePlaceholder({ placement, name, buttonIndex, cardIndex }: Placeholder): string {
  const card = cardIndex === null ? '' : `card ${cardIndex + 1} `;
  if (placement === 'LOCATION') return `the location's ${name}`;
  const button = buttonIndex === null ? '' : ` ${buttonIndex + 1}`;
  return `${card}${placement.toLowerCase()}${button} {{${readableKey(name)}}}`;
}

/** The placeholders that need a value when the template is sent. */
export function placeholdersOf(content: TemplateContent): Placeholder[] {
  const { header, body, buttons, cards } = content;
  const of = (placement: VariablePlacement, names: readonly string[], cardIndex: number | null = null): Placeholder[] =>
    names.map((name) => ({ placement, name, buttonIndex: null, cardIndex }));
  return [
    ...(header.type === 'TEXT' ? of('HEADER', namesIn(header.text)) : []),
    ...(header.type === 'LOCATION' ? of('LOCATION', LOCATION_NAMES) : []),
    ...of('BODY', namesIn(body)),
    ...ofButtons(buttons, null),
    ...cards.flatMap((card, index) => [...of('BODY', namesIn(card.body), index), ...ofButtons(card.buttons, index)]),
  ];
}

function ofButtons(buttons: readonly TemplateButton[], cardIndex: number | null): Placeholder[] {
  return buttons.flatMap(({ type, url }, buttonIndex) => {
    const names = type === 'VISIT_WEBSITE' ? namesIn(url) : type === 'COPY_CODE' ? ['1'] : [];
    return names.map((name): Placeholder => ({ placement: 'BUTTON', name, buttonIndex, cardIndex }));
  });
}
