import type { Location } from '../../../whatsapp/messages/template-message.js';
import { placeholderKey, type TemplateContent } from '../../../whatsapp/templates/template-content.js';
import { because, type Because } from '../../../common/errors/because.js';

/**
 * Resolves the location of a header: as supplied, else by its variables (`texts`, by `placeholderKey`).
 * @returns null when there is none, which the missing variables report; a sentence when it is not on Earth
 */
export function resolveLocation(
  { header }: TemplateContent,
  texts: ReadonlyMap<string, string>,
  supplied: Location | null,
): Location | Because | null {
  if (header.type !== 'LOCATION') return supplied === null ? null : because('TEMPLATE_WITHOUT_LOCATION');
  const text = (name: string): string | null =>
    texts.get(placeholderKey({ placement: 'LOCATION', name, buttonIndex: null, cardIndex: null })) ?? null;
  const [latitude, longitude] = [text('latitude'), text('longitude')];
  if (supplied === null && (latitude === null || longitude === null)) return null;
  const location = supplied ?? {
    latitude: Number(latitude),
    longitude: Number(longitude),
    name: text('name'),
    address: text('address'),
  };
  const isOnEarth = Math.abs(location.latitude) <= 90 && Math.abs(location.longitude) <= 180;
  return isOnEarth ? location : because('LOCATION_NOT_ON_EARTH');
}
