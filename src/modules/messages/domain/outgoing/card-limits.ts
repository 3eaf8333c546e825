import type { Problem } from '../../../../common/errors/domain-error.js';
import { hasVisible } from '../../../../common/text/visible-text.js';
import type { OutgoingContents } from '../../../../whatsapp/messages/outgoing-content.js';
import type { ContactCard } from '../../../../whatsapp/webhooks/inbound/inbound-content.types.js';
import { badForm, countProblems, invalid, required, webAddress } from './limit-checks.js';
import { because } from '../../../../common/errors/because.js';

const MAX_CARDS = 5;
const BIRTHDAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const WA_ID = /^\d{5,15}$/;
const COUNTRY = /^[A-Za-z]{2}$/;

export function contactsProblems({ contacts }: OutgoingContents['CONTACTS'], path: string[]): Problem[] {
  return [
    ...countProblems(contacts.length, MAX_CARDS, path),
    ...contacts.flatMap((card, index) => cardProblems(card, [...path, String(index)])),
  ];
}

function cardProblems({ formattedName, parts }: ContactCard, path: string[]): Problem[] {
  return [
    ...(hasVisible(formattedName) ? [] : [required([...path, 'formattedName'])]),
    ...(parts === undefined ? [] : partProblems(parts, path)),
  ];
}

function partProblems(parts: NonNullable<ContactCard['parts']>, path: string[]): Problem[] {
  const { birthday, phoneNumbers, emailAddresses, urls, addresses } = parts;
  const each = <T>(name: string, entries: readonly T[], problems: (entry: T, at: string[]) => Problem[]): Problem[] =>
    entries.flatMap((entry, index) => problems(entry, [...path, name, String(index)]));
  return [
    ...(birthday === null || isDate(birthday) ? [] : [badForm(because('BIRTHDAY_FORM'), [...path, 'birthday'])]),
    ...each('phoneNumbers', phoneNumbers, ({ number, waId }, at) => [
      ...(number !== null && hasVisible(number) ? [] : [required([...at, 'number'])]),
      ...(waId === null || WA_ID.test(waId) ? [] : [badForm(because('WHATSAPP_ID_FORM'), [...at, 'waId'])]),
    ]),
    ...each('emailAddresses', emailAddresses, ({ address }, at) =>
      hasVisible(address) ? [] : [required([...at, 'address'])],
    ),
    ...each('urls', urls, ({ url }, at) => webAddress(url, [...at, 'url'])),
    ...each('addresses', addresses, ({ type: _type, ...address }, at) => [
      ...(Object.values(address).some((part) => part !== null) ? [] : [invalid(because('ADDRESS_EMPTY'), at)]),
      ...(address.countryCode === null || COUNTRY.test(address.countryCode)
        ? []
        : [badForm(because('COUNTRY_LETTERS_EXPECTED'), [...at, 'countryCode'])]),
    ]),
  ];
}

function isDate(text: string): boolean {
  return BIRTHDAY.test(text) && new Date(text).toISOString().startsWith(text);
}
