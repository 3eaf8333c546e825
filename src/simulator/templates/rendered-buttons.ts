import type { RenderedButton } from '../control-api.js';
import { upper } from './template-rules.js';

type Body = Record<string, unknown>;

/** Labels of buttons on which Meta writes. */
const LABELS: Record<string, string> = { COPY_CODE: 'Copy offer code', OTP: 'Copy code' };

/** The buttons of a template as the customer sees them, with what the business sent for each. */
export function renderedButtons(components: readonly Body[], sentComponents: readonly Body[]): RenderedButton[] {
  const buttons = components.find(({ type }) => upper(type) === 'BUTTONS')?.buttons as Body[] | undefined;
  return (buttons ?? []).map((button, index) => {
    const type = upper(button.type);
    const sent = sentComponents.find((entry) => upper(entry.type) === 'BUTTON' && Number(entry.index) === index);
    const [parameter] = (sent?.parameters as Body[] | undefined) ?? [];
    const text = textIn(button.text) || (LABELS[type] ?? type);
    return { type, text, value: valueOf(type, button, parameter ?? {}) };
  });
}

function valueOf(type: string, button: Body, parameter: Body): string {
  switch (type) {
    case 'URL':
      return textIn(button.url).replace(/\{\{[^{}]*\}\}/, textIn(parameter.text));
    case 'PHONE_NUMBER':
      return textIn(button.phone_number);
    case 'COPY_CODE':
      return textIn(parameter.coupon_code);
    case 'OTP':
      return textIn(parameter.text);
    case 'QUICK_REPLY':
      return textIn(parameter.payload) || textIn(button.text);
    default:
      return '';
  }
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
