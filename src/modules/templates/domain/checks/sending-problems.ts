import type { Problem } from '../../../../common/errors/domain-error.js';
import { textOf, type JsonRecord } from '../../../../whatsapp/json.js';
import { componentsForMeta } from '../../../../whatsapp/templates/template-components.js';
import { unsendableParts, type UnsendablePart } from '../../../../whatsapp/templates/unsendable-parts.js';
import { samplesOf } from '../content-hash.js';
import type { TemplateDraft } from '../template.js';
import { because } from '../../../../common/errors/because.js';

interface Sendable {
  remoteComponents: readonly JsonRecord[] | null;
  remoteSettings: JsonRecord | null;
}

/** Why no message of a template can be sent, whoever gets it: one problem at `path` that names every part. Empty: none. */
export function sendingProblems(template: TemplateDraft & Sendable, path: string[]): Problem[] {
  const components = template.remoteComponents ?? componentsOf(template);
  const parts = unsendableParts(components, textOf(template.remoteSettings, 'sub_category'));
  if (parts.length === 0) return [];
  const why = because('TEMPLATE_PARTS_NOT_SENT', { parts: inWords(parts) });
  return [{ code: 'TEMPLATE_NOT_SENDABLE', ...why, path }];
}

/** The same for a draft: a problem for each part, where it stands. */
export function unsendableDraftProblems(draft: TemplateDraft): Problem[] {
  return unsendableParts(componentsOf(draft)).map((part) => ({
    code: 'TEMPLATE_NOT_SENDABLE',
    ...because('DRAFT_PART_NOT_SENT', { part: part.what }),
    path: part.path,
  }));
}

function componentsOf({ content, variables, parameterFormat }: TemplateDraft): JsonRecord[] {
  return componentsForMeta({ content, samples: samplesOf(variables), parameterFormat, headerHandle: null });
}

const MAX_NAMED = 5;

function inWords(parts: readonly UnsendablePart[]): string {
  const named = parts.slice(0, MAX_NAMED).map(({ what }) => what);
  return [...named, ...(parts.length > MAX_NAMED ? [`and ${parts.length - MAX_NAMED} more`] : [])].join('; ');
}
