import type { TemplateDraftInput } from '../../generated/graphql.js';
import { aDraft } from '../../support/factories/drafts.js';

/** A template with one gap, which whoever sends it fills in. */
export function aGreeting(accountId: string): TemplateDraftInput {
  return aDraft({
    accountId,
    displayName: 'Greeting',
    body: 'Hello {{1}}, we are back for you.',
    variables: [{ placement: 'BODY', name: '1', source: 'FREE_TEXT', sampleValue: 'Pablo' }],
  });
}
