import { createHash } from 'node:crypto';
import { componentsForMeta, contentFromMeta } from '../../../whatsapp/templates/template-components.js';
import { placeholderKey } from '../../../whatsapp/templates/template-content.js';
import type { RemoteTemplate } from '../../../whatsapp/templates/templates-api.js';
import type { TemplateDraft, TemplateVariable } from './template.js';

/** Links to samples are signed anew with each reading: they say nothing. */
const SAMPLE_LINKS = 'header_handle';

/** Equal exactly when a submission would send Meta the same. */
export function contentHash({
  content,
  variables,
  category,
  parameterFormat,
}: Pick<TemplateDraft, 'content' | 'variables' | 'category' | 'parameterFormat'>): string {
  const components = componentsForMeta({
    content,
    parameterFormat,
    samples: samplesOf(variables),
    headerHandle: null,
  });
  return hash([category, parameterFormat, components, content.header.mediaId]);
}

/** Equal as long as Meta tells the same of a template. */
export function factsHash(facts: RemoteTemplate): string {
  const { name, language, status, category, parameter_format: format, rejected_reason: reason } = facts;
  const { correct_category: correct, quality_score: quality } = facts;
  return hash([name, language, status, category, format, reason, correct, quality?.score, facts.components ?? []]);
}

/** Whether two readings of a template's components say the same. */
export function saysTheSame(a: readonly unknown[], b: readonly unknown[], isAuthentication: boolean): boolean {
  const read = (components: readonly unknown[]): string => {
    const { content, samples } = contentFromMeta(components, isAuthentication);
    return hash([content, [...samples].sort()]);
  };
  return read(a) === read(b);
}

export function samplesOf(variables: readonly TemplateVariable[]): Map<string, string> {
  return new Map(variables.map((variable) => [placeholderKey(variable), variable.sampleValue]));
}

function hash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url');
}

/** The same text for the same value: the database keeps the fields of an object in an order of its own. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields).sort();
  return `{${keys.map((key) => `${key}:${key === SAMPLE_LINKS ? '' : canonical(fields[key])}`).join()}}`;
}
