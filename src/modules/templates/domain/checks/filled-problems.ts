import type { Problem } from '../../../../common/errors/domain-error.js';
import { renderTemplate } from '../../../../whatsapp/messages/rendered-template.js';
import { codeIn } from '../../../../whatsapp/messages/template-message.js';
import { placeholderKey, type TemplateContent } from '../../../../whatsapp/templates/template-content.js';
import { MAX_CODE_LENGTH } from './authentication-problems.js';
import { MAX_LENGTH } from './text-problems.js';
import { MAX_COUPON_LENGTH } from './variable-problems.js';
import { because } from '../../../../common/errors/because.js';

/** Meta's limits for a template with its values (`texts`, by `placeholderKey`) filled in. */
export function filledProblems(
  content: TemplateContent,
  texts: ReadonlyMap<string, string>,
  path: string[],
): Problem[] {
  const { header, body } = renderTemplate(content, texts);
  const problems: Problem[] = [];
  const check = (text: string, limit: number, what: string): void => {
    if (text.length <= limit) return;
    const why = because('FILLED_TOO_LONG', { what, length: text.length, limit });
    problems.push({ code: 'TOO_LONG', ...why, path, limit });
  };
  check(header ?? '', MAX_LENGTH.header, 'the header');
  if (content.cards.length === 0) check(body, MAX_LENGTH.body, 'the body');
  if (content.authentication !== null) check(codeIn(content, { texts }), MAX_CODE_LENGTH, 'the code');
  content.buttons.forEach(({ type }, buttonIndex) => {
    const key = placeholderKey({ placement: 'BUTTON', name: '1', buttonIndex, cardIndex: null });
    if (type === 'COPY_CODE') check(texts.get(key) ?? '', MAX_COUPON_LENGTH, 'the offer code');
  });
  return problems;
}
