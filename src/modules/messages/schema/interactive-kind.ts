import { registerEnumType } from '@nestjs/graphql';
import { INTERACTIVE_KINDS } from '../../../whatsapp/messages/interactive/interactive-content.js';

export const InteractiveKindEnum = Object.fromEntries(INTERACTIVE_KINDS.map((kind) => [kind, kind]));
registerEnumType(InteractiveKindEnum, {
  name: 'InteractiveKind',
  description: 'Kind of a message with something to tap.',
  valuesMap: {
    BUTTONS: { description: 'Buttons, 1 to 3: `buttons`.' },
    LIST: { description: 'List that opens: `listButton`, and `sections` with 10 rows in all.' },
    CALL_TO_ACTION: { description: 'Button that opens a page: `url`, `urlText`.' },
    LOCATION_REQUEST: { description: 'Question where the customer is; the answer is a location.' },
    FLOW: { description: 'Flow (form): `flow`.' },
    PRODUCT: { description: 'Product of a catalogue: `products`.' },
    PRODUCT_LIST: { description: 'List of products of a catalogue: `products`.' },
    CATALOG: { description: 'Catalogue of the account: `products`.' },
    PRODUCT_CAROUSEL: { description: 'Products of a catalogue, side by side: `products`.' },
    CAROUSEL: { description: 'Cards with pictures or videos, side by side: `cards`.' },
    CALL_PERMISSION_REQUEST: { description: 'Question whether the customer may be called.' },
    CALL_BUTTON: { description: 'Button by which the customer calls: `callButton`.' },
    ADDRESS_REQUEST: { description: 'Form for a postal address: `addressRequest`.' },
    CONTACT_REQUEST: { description: 'Question for the phone number of the customer; the answer is a contact card.' },
    ORDER_DETAILS: { description: 'Order that the customer is asked to pay: `order`.' },
    ORDER_STATUS: { description: 'News of such an order: `order`.' },
  },
});
