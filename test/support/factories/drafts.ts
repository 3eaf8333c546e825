import type { TemplateDraftInput, TemplateVariableInput } from '../../generated/graphql.js';
import { aKey } from './keys.js';

type DraftChanges = Partial<TemplateDraftInput> & Pick<TemplateDraftInput, 'accountId'>;

/** A template that passes every rule and stands for itself: no variables, no data model. */
export function aDraft(changes: DraftChanges): TemplateDraftInput {
  return {
    displayName: `Season greeting ${aKey()}`,
    language: 'en_US',
    category: 'UTILITY',
    body: 'Your garden plan is ready for you to see.',
    ...changes,
  };
}

/** A template about an order of the shop (see shop.ts) that passes every rule: three variables filled from fields. */
export function anOrderDraft(changes: DraftChanges & Pick<TemplateDraftInput, 'appliesTo'>): TemplateDraftInput {
  return {
    ...aDraft({ accountId: changes.accountId, displayName: `Order sent ${aKey()}` }),
    phoneField: 'customer.phone',
    body: 'Hello {{1}}, your order {{2}} over {{3}} is on its way to you.',
    variables: [
      aFieldVariable({ name: '1', fieldPath: 'customer.name', sampleValue: 'Pablo' }),
      aFieldVariable({ name: '2', fieldPath: 'number', sampleValue: '860198' }),
      aFieldVariable({ name: '3', fieldPath: 'total', sampleValue: '€49.90' }),
    ],
    ...changes,
  };
}

/** A variable of the body, filled from a field of the record. */
export function aFieldVariable(changes: Partial<TemplateVariableInput> = {}): TemplateVariableInput {
  return { placement: 'BODY', name: '1', source: 'FIELD', sampleValue: 'x', ...changes };
}
