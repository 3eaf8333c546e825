/** Kinds of messages whose forms are lists of fields, in the order of the menu. */
export const FORM_KINDS = [
  'CALL_TO_ACTION',
  'CAROUSEL',
  'FLOW',
  'PRODUCT',
  'PRODUCT_LIST',
  'PRODUCT_CAROUSEL',
  'CATALOG',
  'LOCATION_REQUEST',
  'CONTACT_REQUEST',
  'ADDRESS_REQUEST',
  'CALL_BUTTON',
  'CALL_PERMISSION_REQUEST',
  'ORDER_STATUS',
] as const;
export type FormKind = (typeof FORM_KINDS)[number];
