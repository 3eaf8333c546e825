import type { Problem } from '../../../../common/errors/domain-error.js';
import { hasVisible } from '../../../../common/text/visible-text.js';
import {
  namesIn,
  type TemplateButton,
  type TemplateButtonType,
  type TemplateCategory,
} from '../../../../whatsapp/templates/template-content.js';
import { readPhoneNumber } from '../../../../common/phone-numbers/read-phone-number.js';
import { isWebAddress } from '../../../variables/domain/record-values.js';
import { tooLong } from './text-problems.js';
import { because, type Because } from '../../../../common/errors/because.js';

const MAX_BUTTONS = 10;
const MAX_BY_TYPE: Partial<Record<TemplateButtonType, number>> = {
  QUICK_REPLY: 10,
  VISIT_WEBSITE: 2,
  CALL_NUMBER: 1,
  COPY_CODE: 1,
  FLOW: 1,
  CATALOG: 1,
  MULTI_PRODUCT: 1,
  VOICE_CALL: 1,
};
const LABELLED: readonly TemplateButtonType[] = [
  'QUICK_REPLY',
  'VISIT_WEBSITE',
  'CALL_NUMBER',
  'FLOW',
  'CATALOG',
  'MULTI_PRODUCT',
  'VOICE_CALL',
];
const MAX_LABEL_LENGTH = 25;
const MAX_CALL_LABEL_LENGTH = 20;
const MAX_URL_LENGTH = 2_000;
const MAX_PHONE_NUMBER_LENGTH = 20;
const CALL_TTL_MINUTES = { min: 1_440, max: 43_200 };
/** Hosts that hide where a link leads, which Meta does not accept. */
const LINK_SHORTENER_HOSTS =
  /^(www\.)?(wa\.me|api\.whatsapp\.com|bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|rb\.gy)$/i;

/** Meta's rules for buttons, but for those of authentication templates. `atMeta`: those that the template has there. */
export function buttonProblems(
  buttons: readonly TemplateButton[],
  category: TemplateCategory,
  atMeta: readonly TemplateButton[] = [],
): Problem[] {
  const hasNamedFlow = atMeta.some(({ type, flowId }) => type === 'FLOW' && flowId === null); // by its name or JSON
  return [
    ...countProblems(buttons),
    ...groupingProblems(buttons),
    ...buttons.flatMap((button, index) => problemsOfButton(button, category, ['buttons', String(index)], hasNamedFlow)),
  ];
}

function countProblems(buttons: readonly TemplateButton[]): Problem[] {
  const problems: Problem[] = [];
  if (buttons.length > MAX_BUTTONS) {
    const why = because('TOO_MANY_BUTTONS', { limit: MAX_BUTTONS });
    problems.push({ code: 'TOO_LONG', ...why, path: ['buttons'], limit: MAX_BUTTONS });
  }
  for (const [type, limit] of Object.entries(MAX_BY_TYPE)) {
    const indexes = buttons.flatMap((button, index) => (button.type === type ? [index] : []));
    const surplus = indexes[limit];
    if (surplus === undefined) continue;
    const why = because('TOO_MANY_BUTTONS_OF_TYPE', { limit, type });
    problems.push({ code: 'TOO_LONG', ...why, path: ['buttons', String(surplus), 'type'], limit });
  }
  return problems;
}

/** Quick replies stand together, before or after all others. */
function groupingProblems(buttons: readonly TemplateButton[]): Problem[] {
  const isReply = buttons.map(({ type }) => type === 'QUICK_REPLY');
  const changes = isReply.filter((value, index) => index > 0 && value !== isReply[index - 1]).length;
  if (changes <= 1) return [];
  const why = because('QUICK_REPLIES_APART');
  return [{ code: 'INVALID_INPUT', ...why, path: ['buttons'] }];
}

function problemsOfButton(
  button: TemplateButton,
  category: TemplateCategory,
  path: string[],
  hasNamedFlow: boolean,
): Problem[] {
  const { type } = button;
  const own = ((): Problem[] => {
    switch (type) {
      case 'VISIT_WEBSITE':
        return urlProblems(button, path);
      case 'CALL_NUMBER':
        return numberProblems(button.phoneNumber ?? '', [...path, 'phoneNumber']);
      case 'ONE_TIME_PASSWORD':
        return [invalidInput(because('ONE_TIME_PASSWORD_ELSEWHERE'), [...path, 'type'])];
      case 'FLOW':
        return button.flowId === null && !hasNamedFlow ? [required(because('FLOW_MISSING'), [...path, 'flowId'])] : [];
      case 'CATALOG':
      case 'MULTI_PRODUCT':
        return category === 'MARKETING' ? [] : [invalidInput(because('PRODUCTS_FOR_MARKETING'), [...path, 'type'])];
      case 'VOICE_CALL':
        return callProblems(button.ttlMinutes, [...path, 'ttlMinutes']);
      case 'UNKNOWN':
        return button.raw === null ? [invalidInput(because('BUTTON_MADE_AT_META'), [...path, 'type'])] : [];
      case 'QUICK_REPLY':
      case 'COPY_CODE':
        return [];
    }
  })();
  return [...(LABELLED.includes(type) ? labelProblems(button, path) : []), ...own];
}

function labelProblems({ text, type }: TemplateButton, parent: string[]): Problem[] {
  const path = [...parent, 'text'];
  if (text === null || !hasVisible(text)) return [required(because('BUTTON_TEXT_MISSING'), path)];
  return [
    ...tooLong(text, type === 'VOICE_CALL' ? MAX_CALL_LABEL_LENGTH : MAX_LABEL_LENGTH, path),
    ...(/\{\{|\}\}/.test(text) ? [invalidFormat(because('BUTTON_TEXT_PLACEHOLDER'), path)] : []),
    ...(/[\n\r\t]/.test(text) ? [invalidFormat(because('BUTTON_TEXT_LINES'), path)] : []),
  ];
}

function urlProblems({ url }: TemplateButton, parent: string[]): Problem[] {
  const path = [...parent, 'url'];
  if (url === null || url.trim() === '') return [required(because('BUTTON_ADDRESS_MISSING'), path)];
  const count = [...url.matchAll(/\{\{/g)].length;
  const fixed = url.replace(/\{\{[^{}]*\}\}$/, '');
  return [
    ...tooLong(url, MAX_URL_LENGTH, path),
    ...(count > 1 ? [invalidFormat(because('ADDRESS_TWO_PLACEHOLDERS'), path)] : []),
    ...(/\{\{|\}\}/.test(fixed) && count <= 1 ? [invalidFormat(because('ADDRESS_PLACEHOLDER_INSIDE'), path)] : []),
    ...(namesIn(url).some((name) => !/^(1|[a-z][a-z0-9_]*)$/.test(name)) || /\{\{\s|\s\}\}/.test(url)
      ? [invalidFormat(because('ADDRESS_PLACEHOLDER_NAME'), path)]
      : []),
    ...(isWebAddress(fixed) ? [] : [invalidFormat(because('WEB_ADDRESS_EXPECTED'), path)]),
    ...(isWebAddress(fixed) && LINK_SHORTENER_HOSTS.test(new URL(fixed).hostname)
      ? [invalidInput(because('ADDRESS_SHORTENED'), path)]
      : []),
  ];
}

function numberProblems(phoneNumber: string, path: string[]): Problem[] {
  if (phoneNumber.trim() === '') return [required(because('BUTTON_NUMBER_MISSING'), path)];
  if (phoneNumber.length > MAX_PHONE_NUMBER_LENGTH) return tooLong(phoneNumber, MAX_PHONE_NUMBER_LENGTH, path);
  // Meta reads digits without + as international.
  const international = /^\d/.test(phoneNumber) ? `+${phoneNumber}` : phoneNumber;
  if (/^\+\d+$/.test(international) && readPhoneNumber(international, null).problem === null) return [];
  const why = because('BUTTON_NUMBER_INVALID');
  return [{ code: 'PHONE_INVALID', ...why, path }];
}

function callProblems(minutes: number | null, path: string[]): Problem[] {
  if (minutes === null || (minutes >= CALL_TTL_MINUTES.min && minutes <= CALL_TTL_MINUTES.max)) return [];
  return [
    invalidInput(because('CALL_MINUTES_OUT_OF_RANGE', { min: CALL_TTL_MINUTES.min, max: CALL_TTL_MINUTES.max }), path),
  ];
}

function required(why: Because, path: string[]): Problem {
  return { code: 'REQUIRED', ...why, path };
}
function invalidInput(why: Because, path: string[]): Problem {
  return { code: 'INVALID_INPUT', ...why, path };
}
function invalidFormat(why: Because, path: string[]): Problem {
  return { code: 'INVALID_FORMAT', ...why, path };
}
