import { registerEnumType } from '@nestjs/graphql';
import { ADDRESS_FIELDS, FLOW_ACTIONS } from '../../../../whatsapp/messages/interactive/interactive-content.js';
import {
  GOODS_TYPES,
  ORDER_STATUSES,
  PAYMENT_SETTING_TYPES,
} from '../../../../whatsapp/messages/interactive/order-content.js';

export const FlowActionEnum = enumOf(FLOW_ACTIONS);
registerEnumType(FlowActionEnum, {
  name: 'FlowAction',
  description: 'Beginning of a Flow: a screen that the message names, or one that your endpoint chooses.',
  valuesMap: {
    NAVIGATE: { description: 'Screen that the message names, or the first one.' },
    DATA_EXCHANGE: { description: 'Screen that the endpoint of the Flow chooses.' },
  },
});

export const GoodsTypeEnum = enumOf(GOODS_TYPES);
registerEnumType(GoodsTypeEnum, {
  name: 'GoodsType',
  description: 'Kind of the goods of an order.',
  valuesMap: {
    DIGITAL: { description: 'Goods and services that are not shipped.' },
    PHYSICAL: { description: 'Goods that are shipped.' },
  },
});

export const OrderStatusEnum = enumOf(ORDER_STATUSES);
registerEnumType(OrderStatusEnum, {
  name: 'OrderStatus',
  description: 'State of an order, as the customer is shown it.',
  valuesMap: {
    PENDING: { description: 'Order that is not paid, or not worked on yet.' },
    PROCESSING: { description: 'Order that is worked on.' },
    PARTIALLY_SHIPPED: { description: 'Order of which a part is on its way.' },
    SHIPPED: { description: 'Order that is on its way.' },
    COMPLETED: { description: 'Order that is fulfilled; nothing follows.' },
    CANCELED: { description: 'Order that was cancelled; nothing follows.' },
  },
});

export const PaymentSettingTypeEnum = enumOf(PAYMENT_SETTING_TYPES);
registerEnumType(PaymentSettingTypeEnum, {
  name: 'PaymentSettingType',
  description: 'Way in which an order can be paid.',
  valuesMap: {
    PAYMENT_LINK: { description: 'Page on which it is paid.' },
    PIX: { description: 'Pix code (Brazil).' },
    BOLETO: { description: 'Boleto by its digitable line (Brazil).' },
    PAYMENT_GATEWAY: { description: 'Payment gateway that is set up at Meta (India).' },
  },
});

export const AddressFieldEnum = enumOf(ADDRESS_FIELDS);
registerEnumType(AddressFieldEnum, {
  name: 'AddressField',
  description: 'Field of the form in which a customer writes a postal address.',
  valuesMap: {
    NAME: { description: 'Name of the recipient.' },
    PHONE_NUMBER: { description: 'Phone number of the recipient.' },
    IN_PIN_CODE: { description: 'PIN code of six digits (India).' },
    SG_POST_CODE: { description: 'Postal code of six digits (Singapore).' },
    HOUSE_NUMBER: { description: 'Number of the house or flat (India).' },
    FLOOR_NUMBER: { description: 'Number of the floor (India).' },
    TOWER_NUMBER: { description: 'Number of the tower (India).' },
    UNIT_NUMBER: { description: 'Number of the unit (Singapore).' },
    BUILDING_NAME: { description: 'Name of the building (India).' },
    ADDRESS: { description: 'Street, or all that has no field of its own.' },
    LANDMARK_AREA: { description: 'Area, or what is nearby (India).' },
    CITY: { description: 'Town or city.' },
    STATE: { description: 'State (India).' },
  },
});

function enumOf<Word extends string>(words: readonly Word[]): Record<Word, Word> {
  return Object.fromEntries(words.map((word) => [word, word])) as Record<Word, Word>;
}
