import { createHash } from 'node:crypto';
import { componentsForMeta, contentFromMeta, withoutSampleLinks } from '../../whatsapp/template-components.js';
import { placeholderKey } from '../../whatsapp/template-content.js';
import type { TemplateFacts } from '../../whatsapp/templates-api.js';
import type { TemplateDraft, TemplateVariable } from './domain/template.js';

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
    headerHandle: content.header.mediaId,
  });
  return hash([category, parameterFormat, components]);
}

/** Equal as long as Meta tells the same of a template. */
export function factsHash(facts: TemplateFacts): string {
  const { name, language, status, category, parameter_format: format, rejected_reason: reason } = facts;
  const { correct_category: correct, quality_score: quality } = facts;
  const components = withoutSampleLinks(facts.components ?? []);
  return hash([name, language, status, category, format, reason, correct, quality?.score, components]);
}

/** Whether two readings of a template's components say the same. */
export function saysTheSame(a: readonly unknown[], b: readonly unknown[], isAuthentication: boolean): boolean {
  const read = (components: readonly unknown[]): string => {
    const { content, samples } = contentFromMeta(withoutSampleLinks(components) as unknown[], isAuthentication);
    return hash([content, [...samples].sort()]);
  };
  return read(a) === read(b);
}

export function samplesOf(variables: readonly TemplateVariable[]): Map<string, string> {
  return new Map(variables.map((variable) => [placeholderKey(variable), variable.sampleValue]));
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, inOrder)).digest('base64url');
}

/** The database keeps the fields of an object in an order of its own. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
