import { contentFromMeta, type ContentFromMeta } from '../../../whatsapp/templates/template-components.js';
import {
  categoryFromMeta,
  PARAMETER_FORMATS,
  placeholderKey,
  placeholdersOf,
  type ParameterFormat,
  type TemplateContent,
} from '../../../whatsapp/templates/template-content.js';
import { settingsOf, type RemoteTemplate } from '../../../whatsapp/templates/templates-api.js';
import { contentHash, remoteHashOf, haveSameContent } from '../domain/content-hash.js';
import { isNewer, statusFromMeta } from '../domain/template-status.js';
import type { TemplateVariable } from '../domain/template.js';
import type { TemplateEntity } from '../template.entity.js';

const QUALITIES = ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] as const;

/** A template that was made at Meta, as it is stored here: its placeholders are not bound yet. */
export function templateFromRemote(remote: RemoteTemplate, asOf: Date): Partial<TemplateEntity> {
  const category = categoryFromMeta(remote.category) ?? 'UNKNOWN';
  const read = contentFromMeta(remote.components ?? [], category === 'AUTHENTICATION');
  const parameterFormat = formatOf(remote);
  const variables = variablesFor(read, []);
  return {
    name: remote.name,
    displayName: remote.name.replaceAll('_', ' ').trim() || remote.name,
    language: remote.language,
    parameterFormat,
    content: read.content,
    variables,
    submittedHash: contentHash({ content: read.content, variables, category, parameterFormat }),
    ...remoteState(remote, asOf),
    status: statusFromMeta(remote.status),
    category,
    remoteId: remote.id,
    remoteComponents: remote.components ?? [],
    remoteSettings: settingsOf(remote),
    componentsAsOf: asOf,
  };
}

/** The changes of a stored template when Meta has it like this. `asOf`: Meta's time of the answer. */
export function changesFromRemote(
  template: TemplateEntity,
  remote: RemoteTemplate,
  asOf: Date,
): Partial<TemplateEntity> {
  const isNewerStatus = isNewer(asOf, remote.status, template.statusAsOf);
  const staysDraft = template.status === 'DRAFT'; // somebody works on it here; only a submission ends that
  const { statusAsOf, remoteStatus, rejectionReason, rejectionAdvice, ...rest } = remoteState(remote, asOf, template);
  const category = remoteCategory(template, remote, asOf);
  return {
    ...rest,
    category,
    ...(isNewerStatus ? { statusAsOf, remoteStatus, rejectionReason, rejectionAdvice } : {}),
    ...(isNewerStatus && !staysDraft ? { status: statusFromMeta(remote.status) } : {}),
    ...contentChanges(template, remote, asOf, category),
  };
}

/** Meta's category, but for a template that somebody has changed here and may still submit. */
function remoteCategory(template: TemplateEntity, remote: RemoteTemplate, asOf: Date): TemplateEntity['category'] {
  const isOpen = remote.status.toUpperCase() !== 'APPROVED' && !isUntouched(template);
  return isOfOlderCategory(asOf, template) || isOpen
    ? template.category
    : (categoryFromMeta(remote.category) ?? 'UNKNOWN');
}

function isOfOlderCategory(asOf: Date, { categoryAsOf }: TemplateEntity): boolean {
  return categoryAsOf !== null && categoryAsOf > asOf;
}

function isOfOlderContent(asOf: Date, { componentsAsOf }: TemplateEntity): boolean {
  return componentsAsOf !== null && componentsAsOf > asOf;
}

/** The content of Meta becomes the content here, unless somebody has changed it here meanwhile. */
function contentChanges(
  template: TemplateEntity,
  remote: RemoteTemplate,
  asOf: Date,
  category: TemplateEntity['category'],
): Partial<TemplateEntity> {
  if (isOfOlderContent(asOf, template)) return {};
  const components = remote.components ?? [];
  const isAuthentication = category === 'AUTHENTICATION';
  const stored = { remoteComponents: components, remoteSettings: settingsOf(remote), componentsAsOf: asOf };
  if (haveSameContent(components, template.remoteComponents ?? [], isAuthentication)) {
    return isUntouched(template) ? { ...stored, submittedHash: contentHash({ ...template, category }) } : stored;
  }
  const read = contentFromMeta(components, isAuthentication);
  const content = withSamplesOf(template.content, read.content);
  const variables = variablesFor(read, template.variables);
  const parameterFormat = formatOf(remote);
  const submittedHash = contentHash({ content, variables, category, parameterFormat });
  return isUntouched(template)
    ? { ...stored, content, variables, submittedHash, parameterFormat }
    : { ...stored, submittedHash };
}

/** Samples that lie here stay: of files Meta gives links alone. */
function withSamplesOf({ header, cards }: TemplateContent, read: TemplateContent): TemplateContent {
  return {
    ...read,
    header: { ...read.header, mediaId: header.mediaId },
    cards: read.cards.map((card, index) => ({ ...card, mediaId: cards[index]?.mediaId ?? null })),
  };
}

function isUntouched(template: TemplateEntity): boolean {
  return contentHash(template) === template.submittedHash;
}

/** Status, quality and announced category as Meta has them; what is newer here stays. */
function remoteState(remote: RemoteTemplate, asOf: Date, existing?: TemplateEntity) {
  const reason = remote.rejected_reason;
  const isRejected = remote.status.toUpperCase() === 'REJECTED';
  const keepsReason = isRejected && existing?.status === 'REJECTED' && existing.rejectionReason !== null;
  const score = QUALITIES.find((quality) => quality === remote.quality_score?.score) ?? 'UNKNOWN';
  const isOvertaken = existing !== undefined && (isOfOlderContent(asOf, existing) || isOfOlderCategory(asOf, existing));
  const isNewerQuality = existing?.qualityAsOf == null || existing.qualityAsOf <= asOf;
  return {
    statusAsOf: asOf,
    remoteStatus: remote.status,
    rejectionReason: keepsReason
      ? existing.rejectionReason
      : isRejected && reason != null && reason !== 'NONE'
        ? reason
        : null,
    rejectionAdvice: keepsReason ? existing.rejectionAdvice : null,
    quality: isNewerQuality ? score : existing.quality,
    pendingCategory:
      existing !== undefined && isOfOlderCategory(asOf, existing)
        ? existing.pendingCategory
        : (remote.correct_category ?? '').toUpperCase() || null,
    // Something is newer than this answer: the next one is compared anew.
    remoteHash: isOvertaken ? null : remoteHashOf(remote),
    lastSyncedAt: asOf,
  };
}

/** Each placeholder keeps what it is bound to; a new one is filled in by hand until somebody binds it. */
export function variablesFor(
  { content, samples }: ContentFromMeta,
  existing: readonly TemplateVariable[],
): TemplateVariable[] {
  const byKey = new Map(existing.map((variable) => [placeholderKey(variable), variable]));
  return placeholdersOf(content).map((placeholder) => {
    const key = placeholderKey(placeholder);
    const existingVariable = byKey.get(key);
    const sampleValue = samples.get(key) ?? existingVariable?.sampleValue ?? '';
    if (existingVariable !== undefined) return { ...existingVariable, sampleValue };
    return { ...placeholder, source: 'FREE_TEXT', fieldPath: null, sampleValue, fallback: null };
  });
}

function formatOf({ parameter_format: raw }: RemoteTemplate): ParameterFormat {
  return PARAMETER_FORMATS.find((format) => format === raw?.toUpperCase()) ?? 'POSITIONAL';
}
