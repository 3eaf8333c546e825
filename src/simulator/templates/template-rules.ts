import { missingParameter, SimError } from '../sim-error.js';

type Body = Record<string, unknown>;

const MAX_TEXT_LENGTHS: Record<string, number> = { HEADER: 60, BODY: 1_024, FOOTER: 60 };
const MAX_BUTTONS = 10;
const MAX_OF_TYPE: Record<string, number> = {
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  OTP: 1,
  FLOW: 1,
  CATALOG: 1,
  MPM: 1,
  VOICE_CALL: 1,
  SPM: 1,
  ORDER_DETAILS: 1,
  REQUEST_CONTACT_INFO: 1,
};
const BUTTON_FIELDS: Record<string, string[]> = {
  QUICK_REPLY: ['text'],
  URL: ['text', 'url'],
  PHONE_NUMBER: ['text', 'phone_number'],
  COPY_CODE: ['example'],
  OTP: ['otp_type'],
  FLOW: ['text'],
  CATALOG: ['text'],
  MPM: ['text'],
  VOICE_CALL: ['text'],
  SPM: ['text'],
  ORDER_DETAILS: ['text'],
  REQUEST_CONTACT_INFO: ['text'],
};
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const EMOJI = /\p{Extended_Pictographic}\uFE0F?/u;

export function refused(subcode: number, userTitle: string, userMessage: string): SimError {
  return new SimError(400, 100, 'Invalid parameter', { subcode, userTitle, userMessage });
}

/** The components of a create or edit request, checked as Meta does. `handleTypes`: uploaded samples by handle. */
export function checkedComponents(
  body: unknown,
  category: string,
  format: string,
  handleTypes: ReadonlyMap<string, string>,
): Body[] {
  if (!Array.isArray(body)) throw missingParameter('components');
  const components = body.map((component: Body): Body => ({ ...component, type: upper(component.type) }));
  const of = (type: string): Body[] => components.filter((component) => component.type === type);
  if (of('BODY').length !== 1) throw refused(2388072, 'Body is missing', 'A template needs exactly one body.');
  for (const type of ['HEADER', 'FOOTER', 'BUTTONS']) {
    if (of(type).length > 1) throw refused(2388039, 'Repeated component', `There is more than one ${type}.`);
  }
  if (category === 'AUTHENTICATION') return withFixedTexts(components);
  for (const component of of('HEADER')) checkHeader(component, format, handleTypes);
  for (const component of of('BODY')) checkBody(component, format);
  for (const component of of('FOOTER')) checkFooter(component);
  for (const component of of('BUTTONS')) checkButtons(component, category);
  for (const component of of('CAROUSEL')) checkCards(component, format, category, handleTypes);
  return components;
}

function checkHeader(header: Body, format: string, handleTypes: ReadonlyMap<string, string>): void {
  const type = upper(header.format);
  if (type === 'TEXT') {
    const text = textOf(header, 'HEADER');
    if (/[\n\t*]/.test(text) || EMOJI.test(text)) {
      throw refused(2388047, 'Header text is not valid', 'No line breaks, tabs, formatting or emoji.');
    }
    if (namesIn(text).length > 1) throw refused(2388047, 'Header has too many variables', 'At most one.');
    return checkPlaceholders(text, header, format, 'header_text');
  }
  if (type === 'LOCATION' || type === 'PRODUCT') return;
  const expected: Record<string, RegExp> = {
    IMAGE: /^image\//,
    VIDEO: /^video\//,
    GIF: /^video\/mp4/,
    DOCUMENT: /^application\/pdf/,
  };
  const handles = (header.example as Body | undefined)?.header_handle;
  const handle = Array.isArray(handles) && handles.length === 1 ? String(handles[0]) : null;
  if (handle === null) throw refused(2388043, 'Example missing', 'HEADER: missing expected field(s) (example).');
  const uploaded = handleTypes.get(handle);
  if (uploaded === undefined || expected[type]?.test(uploaded) !== true) {
    throw refused(2388295, 'Sample is not valid', `The sample is no ${type}, or its handle has expired.`);
  }
}

function checkCards({ cards }: Body, format: string, category: string, handleTypes: ReadonlyMap<string, string>): void {
  const list = (cards as Body[] | undefined) ?? [];
  if (list.length < 2 || list.length > 10) throw refused(2388275, 'Number of cards', 'Two to ten.');
  for (const card of list) {
    for (const component of (card.components as Body[] | undefined) ?? []) {
      if (upper(component.type) === 'HEADER') checkHeader(component, format, handleTypes);
      if (upper(component.type) === 'BUTTONS') checkButtons(component, category);
    }
  }
}

function checkBody(body: Body, format: string): void {
  const text = textOf(body, 'BODY');
  if (/^\s*\{\{/.test(text) || /\}\}\s*$/.test(text)) {
    throw refused(2388299, 'Variables at the ends', "Variables can't be at the start or end of the template.");
  }
  if (/\}\}\s*\{\{/.test(text)) throw refused(2388072, 'Adjacent variables', 'Put text between variables.');
  const names = namesIn(text);
  const words = text
    .replaceAll(PLACEHOLDER, ' ')
    .split(/\s+/)
    .filter((word) => /\p{L}|\p{N}/u.test(word)).length;
  if (names.length > 0 && words < names.length) {
    throw refused(2388293, 'Too many variables', 'This template has too many variables for its length.');
  }
  checkPlaceholders(text, body, format, 'body_text');
}

function checkFooter(footer: Body): void {
  const text = textOf(footer, 'FOOTER');
  if (/\{\{|\n/.test(text) || EMOJI.test(text)) {
    throw refused(2388073, 'Footer is not valid', 'No variables, line breaks or emoji.');
  }
}

function checkPlaceholders(text: string, component: Body, format: string, key: string): void {
  const names = namesIn(text);
  if (names.length === 0) return;
  const isNamed = format === 'NAMED';
  const isRight = (name: string): boolean => (isNamed ? /^[a-z][a-z0-9_]*$/ : /^[1-9]\d*$/).test(name);
  if (!names.every(isRight)) throw refused(2388042, 'Variables are not valid', `They do not fit ${format}.`);
  if (!isNamed && names.some((_name, index) => !names.includes(String(index + 1)))) {
    throw refused(2388042, 'Variables have gaps', 'Number them from 1 without gaps.');
  }
  const example = component.example as Body | undefined;
  const examplesGiven = example?.[isNamed ? `${key}_named_params` : key];
  const list: unknown[] = Array.isArray(examplesGiven)
    ? Array.isArray(examplesGiven[0])
      ? (examplesGiven[0] as unknown[])
      : examplesGiven
    : [];
  const examples = list.map((entry) => (isNamed ? (entry as Body).example : entry));
  if (examples.length !== names.length || examples.some((entry) => typeof entry !== 'string' || entry === '')) {
    throw refused(2388043, 'Example missing', `${String(component.type)}: missing expected field(s) (example).`);
  }
}

function checkButtons(component: Body, category: string): void {
  const buttons = (component.buttons as Body[] | undefined) ?? [];
  if (buttons.length === 0 || buttons.length > MAX_BUTTONS) {
    throw refused(2388275, 'Number of buttons', `One to ${MAX_BUTTONS}.`);
  }
  const types = buttons.map(({ type }) => upper(type));
  for (const [type, limit] of Object.entries(MAX_OF_TYPE)) {
    if (types.filter((other) => other === type).length > limit) {
      throw refused(2388275, 'Too many buttons', `At most ${limit} of ${type}.`);
    }
  }
  const changes = types.filter(
    (type, index) => index > 0 && (type === 'QUICK_REPLY') !== (types[index - 1] === 'QUICK_REPLY'),
  );
  if (changes.length > 1) throw refused(2388275, 'Invalid combination', 'Quick replies must stand together.');
  buttons.forEach((button, index) => checkButton(button, types[index] ?? '', category));
}

function checkButton(button: Body, type: string, category: string): void {
  const fields = BUTTON_FIELDS[type];
  if (fields === undefined) throw refused(2388050, 'Unknown button', `There is no button ${type}.`);
  for (const field of fields) {
    if (button[field] === undefined || button[field] === '') {
      throw refused(2388050, 'Button is missing required fields', `${type}: ${field}.`);
    }
  }
  const namesFlow = ['flow_id', 'flow_name', 'flow_json'].some((field) => typeof button[field] === 'string');
  if (type === 'FLOW' && !namesFlow) throw refused(2388050, 'Button is missing required fields', 'FLOW: flow_id.');
  if (type === 'OTP') throw refused(2388050, 'Wrong category', `OTP buttons do not belong to ${category}.`);
  if (typeof button.text === 'string' && button.text.length > 25) throw refused(2388040, 'Too long', 'Button: 25.');
  const url = typeof button.url === 'string' ? button.url : '';
  if (/\{\{/.test(url) && !/\{\{1\}\}$/.test(url)) throw refused(2388042, 'Variable in URL', 'At the end, {{1}}.');
  if (/\{\{/.test(url) && !Array.isArray(button.example)) throw refused(2388043, 'Example missing', 'Button URL.');
}

/** Authentication templates: Meta writes the texts; only choices are accepted. */
function withFixedTexts(components: Body[]): Body[] {
  return components.map((component) => {
    if (component.type === 'BODY') {
      if (component.text !== undefined) throw refused(2388039, 'Text is not allowed', 'Meta writes the body.');
      const advice =
        component.add_security_recommendation === true ? ' For your security, do not share this code.' : '';
      return {
        ...component,
        text: `*{{1}}* is your verification code.${advice}`,
        example: { body_text: [['123456']] },
      };
    }
    if (component.type === 'FOOTER') {
      if (component.text !== undefined) throw refused(2388073, 'Text is not allowed', 'Give code_expiration_minutes.');
      return { ...component, text: `This code expires in ${String(component.code_expiration_minutes)} minutes.` };
    }
    if (component.type !== 'BUTTONS')
      throw refused(2388039, 'Not allowed', `${String(component.type)} is not allowed.`);
    const [button, second] = (component.buttons as Body[] | undefined) ?? [];
    if (button === undefined || second !== undefined || upper(button.type) !== 'OTP' || button.otp_type === undefined) {
      throw refused(2388050, 'One OTP button is needed', 'Authentication templates have exactly one.');
    }
    return component;
  });
}

/** As Meta returns them: samples as signed links that change from reading to reading, OTP buttons as links. */
export function componentsAsRead(components: Body[], linkTo: (handle: string) => string): Body[] {
  return components.map((component) => {
    const example = component.example as Body | undefined;
    if (component.type === 'HEADER' && Array.isArray(example?.header_handle)) {
      return {
        ...component,
        example: { header_handle: example.header_handle.map((handle) => linkTo(String(handle))) },
      };
    }
    if (component.type === 'CAROUSEL') {
      const cards = ((component.cards as Body[] | undefined) ?? []).map((card) => ({
        ...card,
        components: componentsAsRead((card.components as Body[] | undefined) ?? [], linkTo),
      }));
      return { ...component, cards };
    }
    if (component.type !== 'BUTTONS') return component;
    const buttons = ((component.buttons as Body[] | undefined) ?? []).map((button) =>
      upper(button.type) === 'OTP'
        ? {
            type: 'URL',
            text: button.text ?? 'Copy code',
            url: `https://www.whatsapp.com/otp/code/?otp_type=${String(button.otp_type)}&code_expiration_minutes=10&code=otp{{1}}`,
            example: ['https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456'],
          }
        : { ...button, type: upper(button.type) },
    );
    return { ...component, buttons };
  });
}

function textOf(component: Body, type: string): string {
  const { text } = component;
  if (typeof text !== 'string' || text === '') throw refused(2388043, 'Text missing', `${type}: text.`);
  const limit = MAX_TEXT_LENGTHS[type] ?? 0;
  if (text.length > limit) throw refused(2388040, 'Too long', `${type}: at most ${limit} characters.`);
  return text;
}

export function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
}

export function upper(value: unknown): string {
  return typeof value === 'string' ? value.toUpperCase() : '';
}
