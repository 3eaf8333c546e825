import { isRecord, listOf, textOf, type JsonRecord } from '../json.js';
import { buttonForMeta, buttonFromMeta } from './template-buttons.js';
import {
  namesIn,
  NO_HEADER,
  placeholderKey,
  type HeaderType,
  type ParameterFormat,
  type Placeholder,
  type TemplateCard,
  type TemplateContent,
  type VariablePlacement,
} from './template-content.js';

/** Sample values by `placeholderKey`. */
export type Samples = ReadonlyMap<string, string>;

export interface ContentToSubmit {
  content: TemplateContent;
  samples: Samples;
  parameterFormat: ParameterFormat;
  /** What the upload of the header's sample gave. */
  headerHandle: string | null;
}

const FORMATS: readonly HeaderType[] = ['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION', 'GIF', 'PRODUCT'];

/** `components` of a request to create or edit a template. */
export function componentsForMeta(submission: ContentToSubmit): JsonRecord[] {
  const { content, samples, parameterFormat } = submission;
  const { body, footer, buttons, authentication } = content;
  if (authentication !== null) return authenticationComponents(content);
  return [
    ...headerForMeta(submission),
    { type: 'BODY', text: body, ...bodyExample(body, samples, parameterFormat) },
    ...(footer === null ? [] : [{ type: 'FOOTER', text: footer }]),
    ...(buttons.length === 0
      ? []
      : [{ type: 'BUTTONS', buttons: buttons.map((button, index) => buttonForMeta(button, index, samples)) }]),
    ...content.others,
  ];
}

function headerForMeta({ content, samples, parameterFormat, headerHandle }: ContentToSubmit): JsonRecord[] {
  const { type, text } = content.header;
  if (type === 'NONE') return [];
  if (type === 'TEXT') {
    const values = sampleValues('HEADER', text ?? '', samples);
    const named = values.map(([name, example]) => ({ param_name: name, example }));
    const example =
      parameterFormat === 'NAMED' ? { header_text_named_params: named } : { header_text: values.map(([, v]) => v) };
    return [{ type: 'HEADER', format: 'TEXT', text, ...(values.length === 0 ? {} : { example }) }];
  }
  const example = headerHandle === null ? {} : { example: { header_handle: [headerHandle] } };
  return [{ type: 'HEADER', format: type, ...example }];
}

function bodyExample(text: string, samples: Samples, format: ParameterFormat): JsonRecord {
  const values = sampleValues('BODY', text, samples);
  if (values.length === 0) return {};
  if (format === 'NAMED') {
    return { example: { body_text_named_params: values.map(([name, example]) => ({ param_name: name, example })) } };
  }
  const inOrder = [...values].sort(([a], [b]) => Number(a) - Number(b));
  return { example: { body_text: [inOrder.map(([, value]) => value)] } };
}

function sampleValues(placement: VariablePlacement, text: string, samples: Samples): [string, string][] {
  return namesIn(text).map((name) => [
    name,
    samples.get(placeholderKey({ placement, name, buttonIndex: null, cardIndex: null })) ?? '',
  ]);
}

/** Components of an authentication template: Meta writes the texts; only the choices are sent. */
function authenticationComponents({ authentication, buttons }: TemplateContent): JsonRecord[] {
  const minutes = authentication?.codeExpirationMinutes ?? null;
  return [
    { type: 'BODY', add_security_recommendation: authentication?.addSecurityRecommendation === true },
    ...(minutes === null ? [] : [{ type: 'FOOTER', code_expiration_minutes: minutes }]),
    { type: 'BUTTONS', buttons: buttons.map((button, index) => buttonForMeta(button, index, new Map())) },
  ];
}

export interface ContentFromMeta {
  content: TemplateContent;
  /** What Meta has as examples, by `placeholderKey`. */
  samples: Map<string, string>;
}

/** Content and samples from `components` as Meta returns them. Never throws; what is not modelled stays whole. */
export function contentFromMeta(components: readonly unknown[], isAuthentication: boolean): ContentFromMeta {
  const content: TemplateContent = {
    header: { ...NO_HEADER },
    body: '',
    footer: null,
    buttons: [],
    cards: [],
    limitedTimeOffer: null,
    authentication: isAuthentication ? { addSecurityRecommendation: false, codeExpirationMinutes: null } : null,
    others: [],
  };
  const samples = new Map<string, string>();
  for (const component of components) {
    if (isRecord(component)) readComponent(component, content, samples);
  }
  return { content, samples };
}

function readComponent(component: JsonRecord, content: TemplateContent, samples: Map<string, string>): void {
  const text = textOf(component, 'text');
  switch (upper(component.type)) {
    case 'HEADER': {
      const type = FORMATS.find((format) => format === upper(component.format));
      if (type === undefined) return void content.others.push(component);
      content.header = { type, text: type === 'TEXT' ? text : null, mediaId: null };
      return readExamples('HEADER', text, listOf(component.example, 'header_text'), component.example, samples);
    }
    case 'BODY':
      content.body = text ?? '';
      if (content.authentication !== null)
        content.authentication.addSecurityRecommendation = component.add_security_recommendation === true;
      return readExamples('BODY', text, firstList(component.example, 'body_text'), component.example, samples);
    case 'FOOTER':
      content.footer = text;
      if (content.authentication !== null && typeof component.code_expiration_minutes === 'number')
        content.authentication.codeExpirationMinutes = component.code_expiration_minutes;
      return;
    case 'BUTTONS':
      content.buttons = listOf(component, 'buttons').map((button, index) =>
        buttonFromMeta(button, { buttonIndex: index, cardIndex: null }, samples),
      );
      return;
    case 'CAROUSEL':
      content.cards = listOf(component, 'cards').map((card, index) => cardFromMeta(card, index, samples));
      return;
    case 'LIMITED_TIME_OFFER': {
      const offer = component.limited_time_offer;
      content.limitedTimeOffer = {
        text: textOf(offer, 'text') ?? '',
        hasExpiration: isRecord(offer) && offer.has_expiration === true,
      };
      return;
    }
    default:
      content.others.push(component);
  }
}

function cardFromMeta(card: unknown, cardIndex: number, samples: Map<string, string>): TemplateCard {
  const read: TemplateCard = { headerType: 'NONE', body: null, buttons: [] };
  for (const component of listOf(card, 'components')) {
    if (!isRecord(component)) continue;
    const type = upper(component.type);
    if (type === 'HEADER') read.headerType = FORMATS.find((format) => format === upper(component.format)) ?? 'NONE';
    if (type === 'BODY') {
      read.body = textOf(component, 'text');
      const values = firstList(component.example, 'body_text');
      readExamples('BODY', read.body, values, component.example, samples, cardIndex);
    }
    if (type === 'BUTTONS')
      read.buttons = listOf(component, 'buttons').map((button, buttonIndex) =>
        buttonFromMeta(button, { buttonIndex, cardIndex }, samples),
      );
  }
  return read;
}

/** `body_text` is a list of lists. */
function firstList(example: unknown, key: string): unknown[] {
  const [first] = listOf(example, key);
  return Array.isArray(first) ? first : listOf(example, key);
}

function readExamples(
  placement: VariablePlacement,
  text: string | null,
  positional: unknown[],
  example: unknown,
  samples: Map<string, string>,
  cardIndex: number | null = null,
): void {
  const named = listOf(example, placement === 'HEADER' ? 'header_text_named_params' : 'body_text_named_params');
  for (const name of namesIn(text)) {
    const byName = named.find((entry) => textOf(entry, 'param_name') === name);
    const value = byName === undefined ? positional[Number(name) - 1] : textOf(byName, 'example');
    const placeholder: Placeholder = { placement, name, buttonIndex: null, cardIndex };
    if (typeof value === 'string') samples.set(placeholderKey(placeholder), value);
  }
}

function upper(value: unknown): string {
  return typeof value === 'string' ? value.toUpperCase() : '';
}
