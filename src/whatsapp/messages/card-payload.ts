import type { JsonRecord } from '../json.js';
import type { ContactCard, ContactCardParts } from '../webhooks/inbound/inbound-content.types.js';
import { withoutNulls } from './interactive/interactive-payload.js';

/** A contact card as Meta takes it. Meta asks for one part of the name beside the whole. */
export function cardForMeta(card: ContactCard): JsonRecord {
  const { formattedName, firstName, phones, emails, organization, parts } = card;
  const name = withoutNulls({
    first_name: firstName,
    middle_name: parts?.middleName ?? null,
    last_name: parts?.lastName ?? null,
    prefix: parts?.prefix ?? null,
    suffix: parts?.suffix ?? null,
  });
  const org = withoutNulls({
    company: organization,
    department: parts?.department ?? null,
    title: parts?.jobTitle ?? null,
  });
  return {
    name: { formatted_name: formattedName, ...(Object.keys(name).length === 0 ? { first_name: formattedName } : name) },
    ...listed('phones', parts?.phoneNumbers.map(phoneForMeta) ?? phones.map((phone) => ({ phone }))),
    ...listed('emails', parts?.emailAddresses.map(emailForMeta) ?? emails.map((email) => ({ email }))),
    ...(Object.keys(org).length === 0 ? {} : { org }),
    ...listed('urls', parts?.urls.map(({ url, type }) => ({ url, ...withoutNulls({ type }) })) ?? []),
    ...listed('addresses', parts?.addresses.map(addressForMeta) ?? []),
    ...(parts?.birthday == null ? {} : { birthday: parts.birthday }),
  };
}

function listed(name: string, entries: readonly JsonRecord[]): JsonRecord {
  return entries.length === 0 ? {} : { [name]: entries };
}

function phoneForMeta({ number, type, waId }: ContactCardParts['phoneNumbers'][number]): JsonRecord {
  return withoutNulls({ phone: number, type, wa_id: waId });
}

function emailForMeta({ address, type }: ContactCardParts['emailAddresses'][number]): JsonRecord {
  return { email: address, ...withoutNulls({ type }) };
}

function addressForMeta({ countryCode, ...address }: ContactCardParts['addresses'][number]): JsonRecord {
  return withoutNulls({ ...address, country_code: countryCode });
}
