import { contentFromMeta } from '../../../whatsapp/templates/template-components.js';
import type { TemplateContent } from '../../../whatsapp/templates/template-content.js';
import { contentHash } from './content-hash.js';
import type { TemplateDraft } from './template.js';

/** Approved content: what Meta has approved and customers get, although the draft may have been changed here since. */
export function approvedContent(
  template: TemplateDraft & { remoteComponents: readonly unknown[] | null; submittedHash: string | null },
): TemplateContent {
  const { content, remoteComponents, submittedHash } = template;
  if (remoteComponents === null || contentHash(template) === submittedHash) return content;
  const approved = contentFromMeta(remoteComponents, content.authentication !== null).content;
  const body = approved.body === '' ? content.body : approved.body;
  const mediaId = approved.header.type === content.header.type ? content.header.mediaId : null;
  return { ...approved, body, header: { ...approved.header, mediaId } };
}
