import {
  NO_BUTTON,
  NO_HEADER,
  type TemplateButton,
  type TemplateContent,
} from '../../../../whatsapp/templates/template-content.js';
import type { DataModel } from '../../../variables/domain/data-model.js';
import type { TemplateDraft, TemplateVariable } from '../template.js';
import type { TemplateReferences } from '../checks/template-problems.js';

/** A template of the corpus: what differs from a good one, and what is wrong with it, as `CODE path`. */
export type Sample = [name: string, changes: Changes, ...problems: string[]];

export interface Changes
  extends Partial<Omit<TemplateDraft, 'content' | 'variables'>>, Partial<Omit<TemplateContent, 'header'>> {
  header?: Partial<TemplateContent['header']>;
  /** Samples by name: bound to FREE_TEXT in the body. */
  samples?: Record<string, string>;
  variables?: Partial<TemplateVariable>[];
  media?: TemplateReferences['headerMedia'];
}

const field = (key: string, type: DataModel['fields'][number]['type'], relatesTo: string | null = null) => ({
  key,
  label: key,
  type,
  relatesTo,
});

/** Models that lead to each other in circles. */
export const MODELS: DataModel[] = [
  {
    id: 'order',
    key: 'order',
    label: 'Order',
    fields: [field('number', 'TEXT'), field('total', 'MONEY'), field('customer', 'RELATION', 'customer')],
  },
  {
    id: 'customer',
    key: 'customer',
    label: 'Customer',
    fields: [
      field('name', 'TEXT'),
      field('phone', 'PHONE'),
      field('manager', 'RELATION', 'customer'),
      field('lastOrder', 'RELATION', 'order'),
    ],
  },
];

export function variable(changes: Partial<TemplateVariable>): TemplateVariable {
  return {
    placement: 'BODY',
    name: '1',
    buttonIndex: null,
    cardIndex: null,
    source: 'FREE_TEXT',
    fieldPath: null,
    sampleValue: 'sample',
    fallback: null,
    ...changes,
  };
}

export function button(type: TemplateButton['type'], changes: Partial<TemplateButton> = {}): TemplateButton {
  return { ...NO_BUTTON, type, text: 'Go on', ...changes };
}

export const reply = (text = 'Yes'): TemplateButton => button('QUICK_REPLY', { text });
export const site = (url = 'https://shop.example/help'): TemplateButton => button('VISIT_WEBSITE', { url });
export const call = (phoneNumber = '+16505551234'): TemplateButton => button('CALL_NUMBER', { phoneNumber });

/** A UTILITY template in English that says hello, but for the changes. */
export function sampleDraft({ samples = {}, variables, media = null, ...changes }: Changes): {
  draft: TemplateDraft;
  references: TemplateReferences;
} {
  const { header, body, footer, buttons, cards, limitedTimeOffer, authentication, others, ...rest } = changes;
  const content: TemplateContent = {
    header: { ...NO_HEADER, ...header },
    body: body ?? 'Thank you for your order.',
    footer: footer ?? null,
    buttons: buttons ?? [],
    cards: cards ?? [],
    limitedTimeOffer: limitedTimeOffer ?? null,
    authentication: authentication ?? null,
    others: others ?? [],
  };
  const bound = Object.entries(samples).map(([name, sampleValue]) => variable({ name, sampleValue }));
  return {
    draft: {
      name: 'hello',
      language: 'en_US',
      category: 'UTILITY',
      parameterFormat: 'POSITIONAL',
      dataModelId: null,
      phoneField: null,
      headerFile: null,
      ...rest,
      content,
      variables: [...bound, ...(variables ?? []).map(variable)],
    },
    references: { models: MODELS, headerMedia: media },
  };
}

export const MB = 1024 * 1024;
export const X = (length: number): string => 'x'.repeat(length);
export const CODE: Changes = {
  category: 'AUTHENTICATION',
  body: '{{1}} is your verification code.',
  authentication: { addSecurityRecommendation: false, codeExpirationMinutes: 10 },
  buttons: [button('ONE_TIME_PASSWORD', { otpType: 'COPY_CODE', text: 'Copy code' })],
  samples: { 1: '482913' },
};
export const APP = { packageName: 'com.example.shop', signatureHash: 'K8a/AINcGX7' };
export const LOCATION = ['latitude', 'longitude', 'name', 'address'].map((name) => ({
  placement: 'LOCATION' as const,
  name,
  sampleValue: '',
}));
export const link = (index = 0) => ({ placement: 'BUTTON' as const, name: '1', buttonIndex: index });
