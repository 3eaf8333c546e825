import { contentFromMeta, type ContentFromMeta } from '../../../whatsapp/templates/template-components.js';
import {
  categoryFromMeta,
  PARAMETER_FORMATS,
  placeholderKey,
  placeholdersOf,
  type ParameterFormat,
} from '../../../whatsapp/templates/template-content.js';
import type { RemoteTemplate } from '../../../whatsapp/templates/templates-api.js';
import { contentHash, factsHash, saysTheSame } from '../domain/content-hash.js';
import { isNewer, statusFromMeta } from '../domain/template-status.js';
import type { TemplateVariable } from '../domain/template.js';
import type { TemplateEntity } from '../template.entity.js';

const QUALITIES = ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] as const;

/** A template that was made at Meta, as it is stored here: what its placeholders stand for is yet to be said. */
export function templateFromFacts(facts: RemoteTemplate, asOf: Date): Partial<TemplateEntity> {
  const category = categoryFromMeta(facts.category) ?? 'UNKNOWN';
  const read = contentFromMeta(facts.components ?? [], category === 'AUTHENTICATION');
  const parameterFormat = formatOf(facts);
  const variables = variablesFor(read, []);
  return {
    name: facts.name,
    displayName: facts.name.replaceAll('_', ' ').trim() || facts.name,
    language: facts.language,
    parameterFormat,
    content: read.content,
    variables,
    submittedHash: contentHash({ content: read.content, variables, category, parameterFormat }),
    ...told(facts, asOf),
    status: statusFromMeta(facts.status),
    category,
    remoteId: facts.id,
    remoteComponents: facts.components ?? [],
    componentsAsOf: asOf,
  };
}

/** What changes on a template that is known, when Meta tells this of it. */
export function changesFrom(template: TemplateEntity, facts: RemoteTemplate, asOf: Date): Partial<TemplateEntity> {
  const isNews = isNewer(asOf, facts.status, template.statusAsOf);
  const staysDraft = template.status === 'DRAFT'; // somebody works on it here; only a submission ends that
  const { statusAsOf, remoteStatus, rejectionReason, rejectionAdvice, ...rest } = told(facts, asOf, template);
  const category = categoryTold(template, facts, asOf);
  return {
    ...rest,
    category,
    ...(isNews ? { statusAsOf, remoteStatus, rejectionReason, rejectionAdvice } : {}),
    ...(isNews && !staysDraft ? { status: statusFromMeta(facts.status) } : {}),
    ...contentChanges(template, facts, asOf, category),
  };
}

/** Meta's, but for one that somebody has changed here and may still submit. */
function categoryTold(template: TemplateEntity, facts: RemoteTemplate, asOf: Date): TemplateEntity['category'] {
  const isOlder = template.categoryAsOf !== null && template.categoryAsOf > asOf;
  const isOpen = facts.status.toUpperCase() !== 'APPROVED' && !isUntouched(template);
  return isOlder || isOpen ? template.category : (categoryFromMeta(facts.category) ?? 'UNKNOWN');
}

/** New words at Meta become the words here, unless somebody has changed them here meanwhile. */
function contentChanges(
  template: TemplateEntity,
  facts: RemoteTemplate,
  asOf: Date,
  category: TemplateEntity['category'],
): Partial<TemplateEntity> {
  if (template.componentsAsOf !== null && template.componentsAsOf > asOf) return {};
  const components = facts.components ?? [];
  const isAuthentication = category === 'AUTHENTICATION';
  const stored = { remoteComponents: components, componentsAsOf: asOf };
  if (saysTheSame(components, template.remoteComponents ?? [], isAuthentication)) {
    return isUntouched(template) ? { ...stored, submittedHash: contentHash({ ...template, category }) } : stored;
  }
  const read = contentFromMeta(components, isAuthentication);
  const content = { ...read.content, header: { ...read.content.header, mediaId: template.content.header.mediaId } };
  const variables = variablesFor(read, template.variables);
  const parameterFormat = formatOf(facts);
  const submittedHash = contentHash({ content, variables, category, parameterFormat });
  return isUntouched(template)
    ? { ...stored, content, variables, submittedHash, parameterFormat }
    : { ...stored, submittedHash };
}

function isUntouched(template: TemplateEntity): boolean {
  return contentHash(template) === template.submittedHash;
}

function told(facts: RemoteTemplate, asOf: Date, known?: TemplateEntity) {
  const reason = facts.rejected_reason;
  const isRejected = facts.status.toUpperCase() === 'REJECTED';
  const keepsReason = isRejected && known?.status === 'REJECTED' && known.rejectionReason !== null;
  const score = QUALITIES.find((quality) => quality === facts.quality_score?.score) ?? 'UNKNOWN';
  const isQualityNews = known?.qualityAsOf == null || known.qualityAsOf <= asOf;
  return {
    statusAsOf: asOf,
    remoteStatus: facts.status,
    rejectionReason: keepsReason
      ? known.rejectionReason
      : isRejected && reason != null && reason !== 'NONE'
        ? reason
        : null,
    rejectionAdvice: keepsReason ? known.rejectionAdvice : null,
    quality: isQualityNews ? score : known.quality,
    pendingCategory:
      facts.correct_category == null || facts.correct_category === '' ? null : facts.correct_category.toUpperCase(),
    remoteHash: factsHash(facts),
    lastSyncedAt: asOf,
  };
}

/** Each placeholder keeps what it is bound to; a new one is filled in by hand until somebody binds it. */
export function variablesFor(
  { content, samples }: ContentFromMeta,
  known: readonly TemplateVariable[],
): TemplateVariable[] {
  const byKey = new Map(known.map((variable) => [placeholderKey(variable), variable]));
  return placeholdersOf(content).map((place) => {
    const key = placeholderKey(place);
    const former = byKey.get(key);
    const sampleValue = samples.get(key) ?? former?.sampleValue ?? '';
    if (former !== undefined) return { ...former, sampleValue };
    return { ...place, source: 'FREE_TEXT', fieldPath: null, sampleValue, fallback: null };
  });
}

function formatOf({ parameter_format: raw }: RemoteTemplate): ParameterFormat {
  return PARAMETER_FORMATS.find((format) => format === raw?.toUpperCase()) ?? 'POSITIONAL';
}
