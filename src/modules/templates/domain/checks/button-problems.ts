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

/** Meta's rules for buttons, but for those of authentication templates. */
export function buttonProblems(buttons: readonly TemplateButton[], category: TemplateCategory): Problem[] {
  return [
    ...countProblems(buttons),
    ...groupingProblems(buttons),
    ...buttons.flatMap((button, index) => problemsOfButton(button, category, ['buttons', String(index)])),
  ];
}

function countProblems(buttons: readonly TemplateButton[]): Problem[] {
  const problems: Problem[] = [];
  if (buttons.length > MAX_BUTTONS) {
    const message = `At most ${MAX_BUTTONS} buttons.`;
    problems.push({ code: 'TOO_LONG', message, path: ['buttons'], limit: MAX_BUTTONS });
  }
  for (const [type, limit] of Object.entries(MAX_BY_TYPE)) {
    const indexes = buttons.flatMap((button, index) => (button.type === type ? [index] : []));
    const surplus = indexes[limit];
    if (surplus === undefined) continue;
    const message = `At most ${limit} ${limit === 1 ? 'button' : 'buttons'} of ${type}.`;
    problems.push({ code: 'TOO_LONG', message, path: ['buttons', String(surplus), 'type'], limit });
  }
  return problems;
}

/** Quick replies stand together, before or after all others. */
function groupingProblems(buttons: readonly TemplateButton[]): Problem[] {
  const isReply = buttons.map(({ type }) => type === 'QUICK_REPLY');
  const changes = isReply.filter((value, index) => index > 0 && value !== isReply[index - 1]).length;
  if (changes <= 1) return [];
  const message = 'Quick replies stand together, before or after all other buttons.';
  return [{ code: 'INVALID_INPUT', message, path: ['buttons'] }];
}

function problemsOfButton(button: TemplateButton, category: TemplateCategory, path: string[]): Problem[] {
  const { type } = button;
  const own = ((): Problem[] => {
    switch (type) {
      case 'VISIT_WEBSITE':
        return urlProblems(button, path);
      case 'CALL_NUMBER':
        return numberProblems(button.phoneNumber ?? '', [...path, 'phoneNumber']);
      case 'ONE_TIME_PASSWORD':
        return [
          invalidInput('One-time passwords belong to templates of the category AUTHENTICATION.', [...path, 'type']),
        ];
      case 'FLOW':
        return button.flowId === null ? [required('Say which flow it opens.', [...path, 'flowId'])] : [];
      case 'CATALOG':
      case 'MULTI_PRODUCT':
        return category === 'MARKETING'
          ? []
          : [invalidInput('Products are for MARKETING templates.', [...path, 'type'])];
      case 'VOICE_CALL':
        return callProblems(button.ttlMinutes, [...path, 'ttlMinutes']);
      case 'UNKNOWN':
        return button.raw === null ? [invalidInput('Buttons of this kind are made at Meta.', [...path, 'type'])] : [];
      case 'QUICK_REPLY':
      case 'COPY_CODE':
        return [];
    }
  })();
  return [...(LABELLED.includes(type) ? labelProblems(button, path) : []), ...own];
}

function labelProblems({ text, type }: TemplateButton, parent: string[]): Problem[] {
  const path = [...parent, 'text'];
  if (text === null || !hasVisible(text)) return [required('A button needs its text.', path)];
  return [
    ...tooLong(text, type === 'VOICE_CALL' ? MAX_CALL_LABEL_LENGTH : MAX_LABEL_LENGTH, path),
    ...(/\{\{|\}\}/.test(text) ? [invalidFormat('The text of a button has no placeholders.', path)] : []),
    ...(/[\n\r\t]/.test(text) ? [invalidFormat('The text of a button is one line.', path)] : []),
  ];
}

function urlProblems({ url }: TemplateButton, parent: string[]): Problem[] {
  const path = [...parent, 'url'];
  if (url === null || url.trim() === '') return [required('Say where the button leads.', path)];
  const count = [...url.matchAll(/\{\{/g)].length;
  const fixed = url.replace(/\{\{[^{}]*\}\}$/, '');
  return [
    ...tooLong(url, MAX_URL_LENGTH, path),
    ...(count > 1 ? [invalidFormat('An address has at most one placeholder.', path)] : []),
    ...(/\{\{|\}\}/.test(fixed) && count <= 1
      ? [invalidFormat('The placeholder stands at the end of the address: https://shop.example/o/{{1}}', path)]
      : []),
    ...(namesIn(url).some((name) => !/^(1|[a-z][a-z0-9_]*)$/.test(name)) || /\{\{\s|\s\}\}/.test(url)
      ? [invalidFormat('The placeholder of an address is {{1}}.', path)]
      : []),
    ...(isWebAddress(fixed)
      ? []
      : [invalidFormat('This must be an address that begins with https:// or http://.', path)]),
    ...(isWebAddress(fixed) && LINK_SHORTENER_HOSTS.test(new URL(fixed).hostname)
      ? [invalidInput('Meta takes no short links and no links to WhatsApp: use the address itself.', path)]
      : []),
  ];
}

function numberProblems(phoneNumber: string, path: string[]): Problem[] {
  if (phoneNumber.trim() === '') return [required('Say which number it calls.', path)];
  if (phoneNumber.length > MAX_PHONE_NUMBER_LENGTH) return tooLong(phoneNumber, MAX_PHONE_NUMBER_LENGTH, path);
  // Meta reads digits without + as international.
  const international = /^\d/.test(phoneNumber) ? `+${phoneNumber}` : phoneNumber;
  if (/^\+\d+$/.test(international) && readPhoneNumber(international, null).problem === null) return [];
  const message = 'Not a phone number: digits with the country code, such as +14155550100.';
  return [{ code: 'PHONE_INVALID', message, path }];
}

function callProblems(minutes: number | null, path: string[]): Problem[] {
  if (minutes === null || (minutes >= CALL_TTL_MINUTES.min && minutes <= CALL_TTL_MINUTES.max)) return [];
  return [invalidInput(`${CALL_TTL_MINUTES.min} to ${CALL_TTL_MINUTES.max} minutes.`, path)];
}

function required(message: string, path: string[]): Problem {
  return { code: 'REQUIRED', message, path };
}
function invalidInput(message: string, path: string[]): Problem {
  return { code: 'INVALID_INPUT', message, path };
}
function invalidFormat(message: string, path: string[]): Problem {
  return { code: 'INVALID_FORMAT', message, path };
}
