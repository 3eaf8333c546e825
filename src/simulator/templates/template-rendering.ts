import type { RenderedTemplate } from '../control-api.js';
import { SimError } from '../sim-error.js';
import { renderedButtons } from './rendered-buttons.js';
import { namesIn, upper } from './template-rules.js';
import { checkedOrder, checkProduct } from './template-goods.js';
import type { SimPhone, SimTemplate, SimWorld } from '../world/world.js';

type Body = Record<string, unknown>;

const MAX_CARDS = 10;

/** A template as the customer reads it. Checks that the values fit, as Meta does. */
export function renderTemplate(world: SimWorld, phone: SimPhone, content: Body): RenderedTemplate {
  const language = (content.language as Body | undefined)?.code;
  const template = [...world.templates.values()].find(
    (candidate) =>
      candidate.wabaId === phone.wabaId && candidate.name === content.name && candidate.language === language,
  );
  if (template === undefined)
    throw new SimError(404, 132001, '(#132001) Template name does not exist in the translation');
  if (template.status === 'PAUSED') throw new SimError(400, 132015, '(#132015) Template is paused');
  if (template.status === 'DISABLED') throw new SimError(400, 132016, '(#132016) Template is disabled');
  if (template.status !== 'APPROVED') throw new SimError(404, 132001, '(#132001) Template is not approved');
  const sentComponents = ((content.components as Body[] | undefined) ?? []).map((entry) => ({
    ...entry,
    type: upper(entry.type),
  }));
  const header = headerText(world, phone, template, sentComponents);
  const body = componentText(template, 'BODY', sentComponents, template.components);
  checkButtons(template, sentComponents);
  const order = checkedOrder(world, phone, template, sentComponents);
  const cards = renderCards(world, phone, template, sentComponents);
  const footer = template.components.find(({ type }) => type === 'FOOTER')?.text;
  const { name, category } = template;
  return {
    ...{ name, language: template.language, category, header, body, cards, order },
    headerContent: headerContent(sentComponents),
    footer: typeof footer === 'string' ? footer : '',
    buttons: renderedButtons(template.components, sentComponents),
  };
}

/** What lists of messages show of it. */
export function textOf({ header, body, footer }: RenderedTemplate): string {
  return [header, body, footer].filter((text) => text !== '').join('\n');
}

/** The file, place or product in the header, as the business sent it. */
function headerContent(sentComponents: Body[]): RenderedTemplate['headerContent'] {
  const [parameter] = parametersOf(sentComponents.find(({ type }) => type === 'HEADER'));
  if (parameter === undefined || parameter.type === 'text') return null;
  const kind = String(parameter.type);
  return { kind, value: (parameter[kind] as Body | undefined) ?? {} };
}

function headerText(world: SimWorld, phone: SimPhone, template: SimTemplate, sentComponents: Body[]): string {
  const header = template.components.find(({ type }) => type === 'HEADER');
  const format = upper(header?.format);
  if (header === undefined || format === 'TEXT')
    return componentText(template, 'HEADER', sentComponents, template.components);
  const [parameter] = parametersOf(sentComponents.find(({ type }) => type === 'HEADER'));
  const kind = format.toLowerCase();
  if (parameter?.type !== kind) throw wrongKind(`header: Format mismatch, expected ${format}, received UNKNOWN`);
  const value = (parameter[kind] as Body | undefined) ?? {};
  if (format === 'PRODUCT') {
    checkProduct(world, phone, value);
    return '';
  }
  if (format === 'LOCATION') return [value.name, value.address].filter((text) => text !== '').join(', ');
  if (typeof value.link !== 'string' && !world.media.has(String(value.id)))
    throw wrongKind(`header: unknown ${kind} id`);
  return '';
}

function componentText(template: SimTemplate, type: string, sentComponents: Body[], components: Body[]): string {
  const component = components.find((candidate) => candidate.type === type);
  const text = typeof component?.text === 'string' ? component.text : '';
  const parameters = parametersOf(sentComponents.find((candidate) => candidate.type === type));
  const names = namesIn(text);
  if (names.length !== parameters.length) throw wrongCount(type.toLowerCase(), parameters.length, names.length);
  const isNamed = template.parameterFormat === 'NAMED';
  const values = new Map(
    parameters.map((parameter, index) => {
      const value = parameter.text;
      if (parameter.type !== 'text' || typeof value !== 'string' || value === '')
        throw wrongKind(`${type}: not a text`);
      if (/[\n\t]| {5,}/.test(value)) {
        throw new SimError(400, 132018, '(#132018) There’s an issue with the parameters', {
          details: 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
        });
      }
      if (isNamed && typeof parameter.parameter_name !== 'string')
        throw wrongKind(`${type}: parameter_name is missing`);
      return [isNamed ? String(parameter.parameter_name) : String(index + 1), value];
    }),
  );
  const missing = names.find((name) => !values.has(name));
  if (missing !== undefined) throw wrongCount(type.toLowerCase(), parameters.length, names.length);
  const filled = text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_match, name: string) => values.get(name) ?? '');
  if (filled.length > 1_024) throw new SimError(400, 132005, '(#132005) Translated text too long');
  return filled;
}

/** Which buttons need a parameter, and which must have none. */
function checkButtons(template: SimTemplate, sentComponents: Body[]): void {
  const buttons = (template.components.find(({ type }) => type === 'BUTTONS')?.buttons as Body[] | undefined) ?? [];
  const sent = sentComponents.filter(({ type }) => type === 'BUTTON');
  buttons.forEach((button, index) => {
    const type = upper(button.type);
    const own = sent.find((entry) => Number(entry.index) === index);
    const isDynamic = type === 'OTP' || (type === 'URL' && String(button.url).includes('{{'));
    const isRequired = isDynamic || ['COPY_CODE', 'MPM', 'ORDER_DETAILS'].includes(type);
    if (isRequired && own === undefined) throw wrongCount(`button ${index}`, 0, 1);
    const isAllowed = isRequired || ['QUICK_REPLY', 'FLOW', 'CATALOG', 'VOICE_CALL'].includes(type);
    if (!isAllowed && own !== undefined) throw wrongCount(`button ${index}`, 1, 0);
    const expected = { OTP: 'url', URL: 'url', COPY_CODE: 'copy_code', MPM: 'mpm', ORDER_DETAILS: 'order_details' }[
      type
    ];
    if (isRequired && own !== undefined && String(own.sub_type).toLowerCase() !== expected)
      throw wrongKind(`button ${index}: expected ${expected}`);
  });
  if (sent.some((entry) => Number(entry.index) >= buttons.length))
    throw wrongCount('button', sent.length, buttons.length);
}

function renderCards(
  world: SimWorld,
  phone: SimPhone,
  template: SimTemplate,
  sentComponents: Body[],
): RenderedTemplate['cards'] {
  const cards = (template.components.find(({ type }) => type === 'CAROUSEL')?.cards as Body[] | undefined) ?? [];
  const sent = (sentComponents.find(({ type }) => type === 'CAROUSEL')?.cards as Body[] | undefined) ?? [];
  const showProducts = cards.length > 0 && cards.every(isProductCard);
  const isFitting = showProducts ? sent.length >= 2 && sent.length <= MAX_CARDS : cards.length === sent.length;
  if (!isFitting) throw wrongCount('carousel', sent.length, cards.length);
  return sent.map((card, index) => {
    const components = ((card.components as Body[] | undefined) ?? []).map((entry) => ({
      ...entry,
      type: upper(entry.type),
    }));
    const own = ((cards[index] ?? cards.at(-1))?.components as Body[] | undefined) ?? []; // those of products are alike
    const [file] = parametersOf(components.find(({ type }) => type === 'HEADER'));
    const value = file?.[String(file.type)] as Body | undefined;
    if (showProducts) {
      if (file?.type !== 'product') throw wrongKind(`card ${index}: expected PRODUCT`);
      checkProduct(world, phone, value ?? {});
    } else if (!world.media.has(String(value?.id))) throw wrongKind(`card ${index}: unknown media id`);
    const body = componentText(template, 'BODY', components, own);
    checkButtons({ ...template, components: own }, components);
    return { headerContent: headerContent(components), body, buttons: renderedButtons(own, components) };
  });
}

function isProductCard(card: Body): boolean {
  const components = (card.components as Body[] | undefined) ?? [];
  return components.some(({ type, format }) => upper(type) === 'HEADER' && upper(format) === 'PRODUCT');
}

function parametersOf(component: Body | undefined): Body[] {
  return (component?.parameters as Body[] | undefined) ?? [];
}

function wrongCount(where: string, count: number, expected: number): SimError {
  return new SimError(400, 132000, '(#132000) Number of parameters does not match the expected number of params', {
    details: `${where}: number of localizable_params (${count}) does not match the expected number of params (${expected})`,
  });
}

function wrongKind(details: string): SimError {
  return new SimError(400, 132012, '(#132012) Parameter format does not match format in the created template', {
    details,
  });
}
