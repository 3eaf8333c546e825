import { registerEnumType } from '@nestjs/graphql';
import {
  BUTTON_TYPES,
  HEADER_TYPES,
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
  valuesMap: {
    MARKETING: { description: 'Everything that is neither of the other two.' },
    UTILITY: { description: 'About something that the customer asked for or bought; nothing that promotes.' },
    AUTHENTICATION: { description: 'One-time codes alone; Meta writes the text.' },
    UNKNOWN: { description: 'One that is not known here; only read.' },
  },
});

export const TemplateStatusEnum = enumOf(TEMPLATE_STATUSES);
registerEnumType(TemplateStatusEnum, {
  name: 'TemplateStatus',
  valuesMap: {
    DRAFT: { description: 'Only here; to be submitted (again).' },
    PENDING: { description: 'Meta is reviewing it.' },
    IN_APPEAL: { description: 'An appeal against a rejection is under review.' },
    APPROVED: { description: 'It can be sent: the only status in which it can.' },
    PAUSED: { description: 'Meta has paused it for its quality; it comes back by itself, or after an edit.' },
    DISABLED: { description: 'Meta has ended it for its quality; it can be neither edited nor deleted.' },
    REJECTED: { description: 'See rejectionReason and rejectionAdvice; edit it and submit it again.' },
    LIMIT_EXCEEDED: { description: 'The account has too many templates.' },
    PENDING_DELETION: { description: 'It is being deleted at Meta; what was sent may still arrive.' },
    DELETED: { description: 'It is gone at Meta; its history stays.' },
    ARCHIVED: { description: 'Meta has put it away, because it was not used for 12 months.' },
    UNKNOWN: { description: 'Meta says something that is not known here; see remoteStatus.' },
  },
});

export const ParameterFormatEnum = enumOf(PARAMETER_FORMATS);
registerEnumType(ParameterFormatEnum, {
  name: 'ParameterFormat',
  valuesMap: { POSITIONAL: { description: '{{1}}, {{2}} …' }, NAMED: { description: '{{first_name}}' } },
});

export const HeaderTypeEnum = enumOf(HEADER_TYPES);
registerEnumType(HeaderTypeEnum, {
  name: 'HeaderType',
  valuesMap: {
    LOCATION: { description: 'Its latitude, longitude, name and address are variables of LOCATION.' },
    GIF: { description: 'Made at Meta only.' },
    PRODUCT: { description: 'Made at Meta only.' },
  },
});

export const TemplateButtonTypeEnum = enumOf(BUTTON_TYPES);
registerEnumType(TemplateButtonTypeEnum, {
  name: 'TemplateButtonType',
  valuesMap: {
    COPY_CODE: { description: "Its code is BUTTON variable 1, up to 20 characters; the label is Meta's." },
    ONE_TIME_PASSWORD: { description: 'For AUTHENTICATION; takes the code of the body.' },
    UNKNOWN: { description: 'A kind that is made at Meta only; see raw.' },
  },
});

export const UrlTypeEnum = { STATIC: 'STATIC', DYNAMIC: 'DYNAMIC' } as const;
registerEnumType(UrlTypeEnum, {
  name: 'UrlType',
  valuesMap: { DYNAMIC: { description: 'It ends with a placeholder.' } },
});

export const VariablePlacementEnum = enumOf(VARIABLE_PLACEMENTS);
registerEnumType(VariablePlacementEnum, { name: 'VariablePlacement' });

export const VariableSourceEnum = enumOf(VARIABLE_SOURCES);
registerEnumType(VariableSourceEnum, {
  name: 'VariableSource',
  valuesMap: {
    FIELD: { description: 'A field of the record, over relations if need be, written as the language writes it.' },
    FREE_TEXT: { description: 'Whoever sends fills it in.' },
    USER_NAME: { description: "The sender's name." },
    USER_PHONE: { description: "The sender's phone number." },
    PORTAL_LINK: { description: "The record's portalUrl." },
  },
});
