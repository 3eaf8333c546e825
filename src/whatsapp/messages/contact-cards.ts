import { hasVisible } from '../../common/text/visible-text.js';
import type { ContactCard, ContactCardParts, InboundContacts } from '../webhooks/inbound/inbound-content.types.js';
import { isRecord, listOf, textOf, type JsonRecord } from '../json.js';
import { idsInPlace } from '../user-id.js';

/** Contact cards that a customer sent, with all their parts; null when it is no list of cards. */
export function readContactCards(part: unknown): InboundContacts | null {
  if (!Array.isArray(part)) return null;
  const cards = part.filter(isRecord);
  const own = cards.find((card) => card.origin === 'contact_request');
  const [ownPhone] = listOf(own, 'phones');
  const { waId: ownWaId } = idsInPlace({ waId: textOf(ownPhone, 'wa_id'), userId: null });
  return { kind: 'CONTACTS', contacts: cards.map(readCard), ownWaId };
}

function readCard(card: JsonRecord): ContactCard {
  const words = [textOf(card.name, 'first_name'), textOf(card.name, 'last_name')].filter((word) => word !== null);
  const parts = partsOf(card);
  const phones = parts.phoneNumbers.flatMap(({ number, waId }) => number ?? waId ?? []);
  const emails = parts.emailAddresses.map(({ address }) => address);
  const organization = textOf(card.org, 'company');
  return {
    formattedName:
      [textOf(card.name, 'formatted_name'), words.join(' '), organization, ...phones, ...emails].find(isSeen) ?? '',
    firstName: textOf(card.name, 'first_name'),
    phones,
    emails,
    organization,
    parts,
  };
}

/** Whether a card can be read by this. */
function isSeen(text: string | null): text is string {
  return text !== null && hasVisible(text);
}

function partsOf(card: JsonRecord): ContactCardParts {
  return {
    middleName: textOf(card.name, 'middle_name'),
    lastName: textOf(card.name, 'last_name'),
    prefix: textOf(card.name, 'prefix'),
    suffix: textOf(card.name, 'suffix'),
    birthday: textOf(card, 'birthday'),
    department: textOf(card.org, 'department'),
    jobTitle: textOf(card.org, 'title'),
    origin: textOf(card, 'origin'),
    vcard: textOf(card, 'vcard'),
    phoneNumbers: listOf(card, 'phones').map((entry) => ({
      number: textOf(entry, 'phone'),
      type: textOf(entry, 'type'),
      waId: textOf(entry, 'wa_id'),
      userId: textOf(entry, 'user_id'),
    })),
    emailAddresses: listOf(card, 'emails').flatMap((entry) => {
      const address = textOf(entry, 'email');
      return address === null ? [] : [{ address, type: textOf(entry, 'type') }];
    }),
    urls: listOf(card, 'urls').flatMap((entry) => {
      const url = textOf(entry, 'url');
      return url === null ? [] : [{ url, type: textOf(entry, 'type') }];
    }),
    messengers: listOf(card, 'ims').map((entry) => ({
      service: textOf(entry, 'service'),
      userId: textOf(entry, 'user_id'),
    })),
    addresses: listOf(card, 'addresses').map((entry) => ({
      street: textOf(entry, 'street'),
      city: textOf(entry, 'city'),
      state: textOf(entry, 'state'),
      zip: textOf(entry, 'zip'),
      country: textOf(entry, 'country'),
      countryCode: textOf(entry, 'country_code'),
      type: textOf(entry, 'type'),
    })),
  };
}
