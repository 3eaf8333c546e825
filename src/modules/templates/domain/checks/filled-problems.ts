import type { Problem } from '../../../../common/errors/domain-error.js';
import type { TemplateContent } from '../../../../whatsapp/templates/template-content.js';
import { codeIn, renderTemplate, type Location } from '../../../../whatsapp/messages/template-message.js';
import { placeholderKey } from '../../../../whatsapp/templates/template-content.js';
import { MAX_CODE_LENGTH } from './authentication-problems.js';
import { MAX_LENGTH } from './text-problems.js';
import { MAX_COUPON_LENGTH } from './variable-problems.js';

/** Meta's limits once the values are in. */
export function filledProblems(
  content: TemplateContent,
  texts: ReadonlyMap<string, string>,
  path: string[],
): Problem[] {
  const { header, body } = renderTemplate(content, texts);
  const problems: Problem[] = [];
  const check = (text: string, limit: number, what: string): void => {
    if (text.length <= limit) return;
    const message = `With its values ${what} has ${text.length} characters; at most ${limit}.`;
    problems.push({ code: 'TOO_LONG', message, path, limit });
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

/** The place of a location header: as given, else by its variables; a sentence when it is no place on Earth. */
export function resolveLocation(
  { header }: TemplateContent,
  texts: ReadonlyMap<string, string>,
  supplied: Location | null,
): Location | string | null {
  if (header.type !== 'LOCATION') return supplied === null ? null : 'This template has no location.';
  const text = (name: string): string | null =>
    texts.get(placeholderKey({ placement: 'LOCATION', name, buttonIndex: null, cardIndex: null })) ?? null;
  const [latitude, longitude] = [text('latitude'), text('longitude')];
  if (supplied === null && (latitude === null || longitude === null)) return null; // told as missing variables
  const location = supplied ?? {
    latitude: Number(latitude),
    longitude: Number(longitude),
    name: text('name'),
    address: text('address'),
  };
  const isOnEarth = Math.abs(location.latitude) <= 90 && Math.abs(location.longitude) <= 180;
  return isOnEarth ? location : 'The latitude is -90 to 90, the longitude -180 to 180.';
}
