import { createHash } from 'node:crypto';
import { componentsForMeta, contentFromMeta } from '../../../whatsapp/templates/template-components.js';
import { placeholderKey } from '../../../whatsapp/templates/template-content.js';
import { settingsOf, type RemoteTemplate } from '../../../whatsapp/templates/templates-api.js';
import type { TemplateDraft, TemplateVariable } from './template.js';

/** Links to samples are signed anew with each reading, so they are left out of hashes. */
const SAMPLE_LINKS = 'header_handle';

/** Content hash (SHA-256, base64url): equal exactly when a submission would send Meta the same. */
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
  const cardSamples = content.cards.map(({ mediaId }) => mediaId ?? null);
  const isOwn = cardSamples.some((mediaId) => mediaId !== null);
  return hash([category, parameterFormat, components, content.header.mediaId, ...(isOwn ? [cardSamples] : [])]);
}

/** Remote hash (SHA-256, base64url): equal as long as Meta reports the same of a template. */
export function remoteHashOf(remote: RemoteTemplate): string {
  const { name, language, status, category, parameter_format: format, rejected_reason: reason } = remote;
  const { correct_category: correct, quality_score: quality } = remote;
  const { quality_score: _quality, ...settings } = settingsOf(remote);
  const state = [name, language, status, category, format, reason, correct, quality?.score];
  return hash([...state, remote.components ?? [], settings]);
}

/** Whether two lists of Meta's components have the same content and samples, whatever their links and order of fields. */
export function haveSameContent(a: readonly unknown[], b: readonly unknown[], isAuthentication: boolean): boolean {
  const read = (components: readonly unknown[]): string => {
    const { content, samples } = contentFromMeta(components, isAuthentication);
    return hash([content, [...samples].sort(([one], [other]) => (one < other ? -1 : 1))]);
  };
  return read(a) === read(b);
}

/** The samples of variables, by `placeholderKey`. */
export function samplesOf(variables: readonly TemplateVariable[]): Map<string, string> {
  return new Map(variables.map((variable) => [placeholderKey(variable), variable.sampleValue]));
}

function hash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url');
}

/** The same text for the same value: jsonb stores the fields of an object in an order of its own. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields).sort();
  return `{${keys.map((key) => `${key}:${key === SAMPLE_LINKS ? '' : canonical(fields[key])}`).join()}}`;
}
