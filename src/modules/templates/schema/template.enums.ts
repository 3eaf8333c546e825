import { registerEnumType } from '@nestjs/graphql';
import { SENDING_NEEDS } from '../../../whatsapp/templates/sending-needs.js';
import {
  BUTTON_TYPES,
  HEADER_TYPES,
  OTP_TYPES,
  PARAMETER_FORMATS,
  TEMPLATE_CATEGORIES,
  VARIABLE_PLACEMENTS,
} from '../../../whatsapp/templates/template-content.js';
import { TEMPLATE_STATUSES } from '../domain/template-status.js';
import { VARIABLE_SOURCES } from '../domain/template.js';

function enumOf<T extends string>(values: readonly T[]): Record<T, T> {
  return Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;
}

export const TemplateCategoryEnum = enumOf(TEMPLATE_CATEGORIES);
registerEnumType(TemplateCategoryEnum, {
  name: 'TemplateCategory',
  description: 'Category of a template, by which Meta charges and limits it.',
  valuesMap: {
    MARKETING: { description: 'Everything that is neither UTILITY nor AUTHENTICATION.' },
    UTILITY: { description: 'Something that the customer asked for or bought; nothing that promotes.' },
    AUTHENTICATION: { description: 'One-time codes alone; Meta writes the text.' },
    UNKNOWN: { description: 'Category that is not known here; only read.' },
  },
});

export const TemplateStatusEnum = enumOf(TEMPLATE_STATUSES);
registerEnumType(TemplateStatusEnum, {
  name: 'TemplateStatus',
  description: 'Status of a template, here and at Meta.',
  valuesMap: {
    DRAFT: { description: 'Template that is only here; to be submitted (again).' },
    PENDING: { description: 'Template that Meta is reviewing.' },
    IN_APPEAL: { description: 'Appeal against a rejection is under review.' },
    APPROVED: { description: 'Template that can be sent: the only status in which it can.' },
    PAUSED: {
      description: 'Template that Meta has paused for its quality; it comes back by itself, or after an edit.',
    },
    DISABLED: { description: 'Template that Meta has ended for its quality; it can be neither edited nor deleted.' },
    REJECTED: {
      description: 'Template that Meta rejected: see rejectionReason and rejectionAdvice; edit it and submit it again.',
    },
    LIMIT_EXCEEDED: { description: 'Account has too many templates.' },
    PENDING_DELETION: { description: 'Template that is being deleted at Meta; what was sent may still arrive.' },
    DELETED: { description: 'Template that is gone at Meta; its history stays.' },
    ARCHIVED: { description: 'Template that Meta has put away, because it was not used for 12 months.' },
    UNKNOWN: { description: 'Status that Meta names and that is not known here; see remoteStatus.' },
  },
});

export const ParameterFormatEnum = enumOf(PARAMETER_FORMATS);
registerEnumType(ParameterFormatEnum, {
  name: 'ParameterFormat',
  description: "Format of a template's placeholders.",
  valuesMap: {
    POSITIONAL: { description: 'Placeholders with numbers: {{1}}, {{2}} …' },
    NAMED: { description: 'Placeholders with names: {{first_name}}.' },
  },
});

export const HeaderTypeEnum = enumOf(HEADER_TYPES);
registerEnumType(HeaderTypeEnum, {
  name: 'HeaderType',
  description: "Kind of a template's header.",
  valuesMap: {
    LOCATION: { description: 'Location, whose latitude, longitude, name and address are variables of LOCATION.' },
    GIF: { description: 'Moving picture of a MARKETING template: an MP4 of up to 3.5 MB, which plays by itself.' },
    PRODUCT: { description: 'Product of a catalogue; such headers are made at Meta only.' },
    DOCUMENT: { description: 'Document file, such as a PDF.' },
    IMAGE: { description: 'Picture file.' },
    NONE: { description: 'No header at all.' },
    TEXT: { description: 'Text of up to 60 characters with at most one placeholder.' },
    VIDEO: { description: 'Video file.' },
  },
});

export const TemplateButtonTypeEnum = enumOf(BUTTON_TYPES);
registerEnumType(TemplateButtonTypeEnum, {
  name: 'TemplateButtonType',
  description: "Type of a template's button.",
  valuesMap: {
    COPY_CODE: {
      description: "Button that copies a code: BUTTON variable 1, up to 20 characters; the label is Meta's.",
    },
    ONE_TIME_PASSWORD: { description: 'Button for AUTHENTICATION; takes the code of the body.' },
    UNKNOWN: { description: 'Kind that is made at Meta only; see raw.' },
    CALL_NUMBER: { description: 'Button that calls a phone number.' },
    CATALOG: { description: 'Button that opens the catalogue.' },
    FLOW: { description: 'Button that opens a form.' },
    MULTI_PRODUCT: { description: 'Button that shows several products.' },
    QUICK_REPLY: { description: 'Button whose label comes back as an answer.' },
    VISIT_WEBSITE: { description: 'Button that opens an address.' },
    VOICE_CALL: { description: 'Button that calls the business in WhatsApp.' },
  },
});

export const OneTimePasswordTypeEnum = enumOf(OTP_TYPES);
registerEnumType(OneTimePasswordTypeEnum, {
  name: 'OneTimePasswordType',
  description: 'Way in which a one-time code is taken.',
  valuesMap: {
    COPY_CODE: { description: 'Button that copies the code.' },
    ONE_TAP: { description: 'Button that fills the code in, in an app of supportedApps.' },
    ZERO_TAP: { description: 'Code that an app of supportedApps takes by itself.' },
  },
});

export const UrlTypeEnum = { STATIC: 'STATIC', DYNAMIC: 'DYNAMIC' } as const;
registerEnumType(UrlTypeEnum, {
  name: 'UrlType',
  description: "Kind of a button's address.",
  valuesMap: {
    DYNAMIC: { description: 'Address that ends with a placeholder.' },
    STATIC: { description: 'Address that is the same for everybody.' },
  },
});

export const VariablePlacementEnum = enumOf(VARIABLE_PLACEMENTS);
registerEnumType(VariablePlacementEnum, {
  name: 'VariablePlacement',
  valuesMap: {
    BODY: { description: 'Body of the template.' },
    BUTTON: { description: 'Button of the template: see buttonIndex.' },
    HEADER: { description: 'Header of kind TEXT.' },
    LOCATION: { description: 'Header of kind LOCATION: latitude, longitude, name or address.' },
  },
  description: 'Part of a template in which a placeholder stands.',
});

export const VariableSourceEnum = enumOf(VARIABLE_SOURCES);
registerEnumType(VariableSourceEnum, {
  name: 'VariableSource',
  description: "Source of a variable's value.",
  valuesMap: {
    FIELD: { description: 'Field of the record, over relations if need be, written as the language writes it.' },
    FREE_TEXT: { description: 'Text that whoever sends fills in.' },
    USER_NAME: { description: "Sender's name." },
    USER_PHONE: { description: "Sender's phone number." },
    PORTAL_LINK: { description: "Record's portalUrl." },
  },
});

export const SendingNeedEnum = enumOf(SENDING_NEEDS);
registerEnumType(SendingNeedEnum, {
  name: 'SendingNeed',
  description: 'Need of a template when it is sent, beside texts and the file of its header.',
  valuesMap: {
    PRODUCT: { description: 'Product of the header: product.' },
    CARD_PRODUCTS: { description: 'Products of the cards: cardProducts.' },
    PRODUCT_SECTIONS: { description: 'Products that a MULTI_PRODUCT button shows: productSections.' },
    CARD_FILES: { description: 'Files of the cards: cardMediaIds.' },
    OFFER_END: { description: 'End of the offer: offerExpiresAt.' },
    ORDER_DETAILS: { description: 'Order to be paid: orderDetails. It is one customer’s: no broadcast and no rule.' },
    ORDER_STATUS: { description: 'News of an order: orderStatus. It is one customer’s: no broadcast and no rule.' },
  },
});
