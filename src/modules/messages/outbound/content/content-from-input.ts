import { newId } from '../../../../common/ids.js';
import { visibleOrNull } from '../../../../common/text/visible-text.js';
import { isRecord } from '../../../../whatsapp/json.js';
import {
  frameOf,
  type AddressEntry,
  type InteractiveOption,
  type OutgoingInteractive,
} from '../../../../whatsapp/messages/interactive/interactive-content.js';
import type { ContactCard } from '../../../../whatsapp/webhooks/inbound/inbound-content.types.js';
import type { ContactCardInput } from '../../schema/contact-card.inputs.js';
import type { OutgoingFlowInput } from '../../schema/interactive/flow.inputs.js';
import type { InteractiveOptionInput } from '../../schema/interactive/interactive.inputs.js';
import type { OutgoingProductListInput } from '../../schema/interactive/product.inputs.js';
import type {
  AddressEntryInput,
  OutgoingAddressRequestInput,
  OutgoingCallButtonInput,
} from '../../schema/interactive/request.inputs.js';
import type { OutgoingContentInput } from '../../schema/outgoing-content.inputs.js';
import { orderUpdateFrom } from './order-from-input.js';

/** Contents as they are stored, of what somebody wants to send; what needs no file. */
export function cardFrom(input: ContactCardInput): ContactCard {
  const phoneNumbers = [
    ...(input.phones ?? []).map((number) => ({ number, type: null, waId: null, userId: null })),
    ...(input.phoneNumbers ?? []).map(({ number, type, waId }) => ({
      number,
      type: type ?? null,
      waId: waId ?? null,
      userId: null,
    })),
  ];
  const emailAddresses = [
    ...(input.emails ?? []).map((address) => ({ address, type: null })),
    ...(input.emailAddresses ?? []).map(({ address, type }) => ({ address, type: type ?? null })),
  ];
  return {
    formattedName: input.formattedName,
    firstName: visibleOrNull(input.firstName),
    phones: phoneNumbers.map(({ number }) => number),
    emails: emailAddresses.map(({ address }) => address),
    organization: visibleOrNull(input.organization),
    parts: {
      middleName: visibleOrNull(input.middleName),
      lastName: visibleOrNull(input.lastName),
      prefix: visibleOrNull(input.prefix),
      suffix: visibleOrNull(input.suffix),
      birthday: visibleOrNull(input.birthday),
      department: visibleOrNull(input.department),
      jobTitle: visibleOrNull(input.jobTitle),
      origin: null,
      vcard: null,
      phoneNumbers,
      emailAddresses,
      urls: (input.urls ?? []).map(({ url, type }) => ({ url, type: type ?? null })),
      messengers: [],
      addresses: (input.addresses ?? []).map((address) => ({
        street: visibleOrNull(address.street),
        city: visibleOrNull(address.city),
        state: visibleOrNull(address.state),
        zip: visibleOrNull(address.zip),
        country: visibleOrNull(address.country),
        countryCode: visibleOrNull(address.countryCode),
        type: address.type ?? null,
      })),
    },
  };
}

export function optionFrom({ optionId: id, title, description }: InteractiveOptionInput): InteractiveOption {
  return { id, title, description: description ?? null };
}

/** A Flow without a token of the caller's gets one, so that its answer can be told from others. */
export function flowFrom({
  data,
  ...input
}: OutgoingFlowInput): (OutgoingInteractive & { interactiveKind: 'FLOW' })['flow'] {
  return {
    flowId: input.flowId ?? null,
    flowName: input.flowName ?? null,
    label: input.label,
    isDraft: input.isDraft ?? false,
    action: input.action ?? 'NAVIGATE',
    screen: input.screen ?? null,
    data: isRecord(data) ? data : null,
    token: input.token ?? newId(),
  };
}

/** What shows products, or asks for something; null: another content. */
export function interactiveFrom(content: OutgoingContentInput): { name: string; content: OutgoingInteractive } | null {
  const { product, productList, catalog, productCarousel } = content;
  if (product != null) {
    const { catalogId, productId, body, footer } = product;
    const products = { catalogId, sections: [{ title: null, productIds: [productId] }], thumbnailProductId: null };
    const frame = frameOf({ body: body ?? '', footer: footer ?? null });
    return { name: 'product', content: { ...frame, interactiveKind: 'PRODUCT', products } };
  }
  if (productList != null) return { name: 'productList', content: productListFrom(productList) };
  if (catalog != null) {
    const { body, footer, thumbnailProductId } = catalog;
    const products = { catalogId: null, sections: [], thumbnailProductId: thumbnailProductId ?? null };
    const frame = frameOf({ body, footer: footer ?? null });
    return { name: 'catalog', content: { ...frame, interactiveKind: 'CATALOG', products } };
  }
  if (productCarousel != null) {
    const { catalogId, body, productIds } = productCarousel;
    const products = { catalogId, sections: [{ title: null, productIds }], thumbnailProductId: null };
    return {
      name: 'productCarousel',
      content: { ...frameOf({ body }), interactiveKind: 'PRODUCT_CAROUSEL', products },
    };
  }
  return requestFrom(content);
}

function productListFrom({ catalogId, header, body, footer, sections }: OutgoingProductListInput): OutgoingInteractive {
  return {
    ...frameOf({ header, body, footer: footer ?? null }),
    interactiveKind: 'PRODUCT_LIST',
    products: {
      catalogId,
      sections: sections.map(({ title, productIds }) => ({ title: title ?? null, productIds })),
      thumbnailProductId: null,
    },
  };
}

function requestFrom(content: OutgoingContentInput): { name: string; content: OutgoingInteractive } | null {
  const { callPermissionRequest, callButton, addressRequest, contactRequest, orderStatus } = content;
  if (callPermissionRequest != null) {
    const frame = frameOf({ body: callPermissionRequest.body ?? '' });
    return { name: 'callPermissionRequest', content: { ...frame, interactiveKind: 'CALL_PERMISSION_REQUEST' } };
  }
  if (callButton != null) return { name: 'callButton', content: callButtonFrom(callButton) };
  if (addressRequest != null) return { name: 'addressRequest', content: addressRequestFrom(addressRequest) };
  if (contactRequest != null) {
    const frame = frameOf({ body: contactRequest.body });
    return { name: 'contactRequest', content: { ...frame, interactiveKind: 'CONTACT_REQUEST' } };
  }
  if (orderStatus != null) {
    const { body, footer } = orderStatus;
    const update = orderUpdateFrom(orderStatus);
    const frame = frameOf({ body, footer: footer ?? null });
    return { name: 'orderStatus', content: { ...frame, interactiveKind: 'ORDER_STATUS', update } };
  }
  return null;
}

function callButtonFrom({ body, label, ttlMinutes, payload }: OutgoingCallButtonInput): OutgoingInteractive {
  const call = { label: label ?? null, ttlMinutes: ttlMinutes ?? null, payload: payload ?? null };
  return { ...frameOf({ body }), interactiveKind: 'CALL_BUTTON', call };
}

function addressRequestFrom(input: OutgoingAddressRequestInput): OutgoingInteractive {
  const { body, header, footer, country, values, savedAddresses, problems } = input;
  return {
    ...frameOf({ body, header: header ?? null, footer: footer ?? null }),
    interactiveKind: 'ADDRESS_REQUEST',
    address: {
      country,
      values: entriesFrom(values),
      savedAddresses: (savedAddresses ?? []).map(({ addressId, values: saved }) => ({
        addressId,
        values: entriesFrom(saved),
      })),
      problems: entriesFrom(problems),
    },
  };
}

function entriesFrom(entries: readonly AddressEntryInput[] | null | undefined): AddressEntry[] {
  return (entries ?? []).map(({ field, value }) => ({ field, value }));
}
