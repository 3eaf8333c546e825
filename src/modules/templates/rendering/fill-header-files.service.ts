import { Injectable } from '@nestjs/common';
import type { Problem } from '../../../common/errors/domain-error.js';
import { hasVisible } from '../../../common/text/visible-text.js';
import type { HeaderType, TemplateContent } from '../../../whatsapp/templates/template-content.js';
import { MediaService, type Media } from '../../media/media.service.js';
import { formatValue } from '../../variables/domain/format-value.js';
import type { ResolvedField } from '../../variables/resolve-fields.service.js';
import {
  bindsHeaderFile,
  documentName,
  nameInLink,
  readFileReference,
  uploadProblem,
  type HeaderFile,
} from '../domain/header-file.js';
import { missingField } from '../domain/resolve-variables.js';
import type { Template } from '../templates.service.js';

/** The file of a header, as a record names it. */
export interface FilledHeaderFile {
  /** Of an upload here. */
  mediaId: string | null;
  /** Where Meta fetches it. */
  link: string | null;
  /** Under which a document is shown. */
  fileName: string | null;
}

/** The file that a record names, or why it names none. */
type NamedFile = { file: FilledHeaderFile; problem: null } | { file: null; problem: Omit<Problem, 'path'> };

/** Values of one target by field path. */
type Fields = ReadonlyMap<string, ResolvedField | null>;

/** Header files: what records name for the headers of templates that take their file from them. */
@Injectable()
export class FillHeaderFilesService {
  constructor(private readonly media: MediaService) {}

  /** A target each, in order; null where the template binds none, or the caller supplied a file. Uploads are read at once. */
  async fill(
    template: Template,
    content: TemplateContent,
    targets: readonly { record: object | null; mediaId: string | null }[],
    fields: readonly Fields[],
  ): Promise<(NamedFile | null)[]> {
    const { headerFile, accountId, language } = template;
    const { type } = content.header;
    if (headerFile === null || !bindsHeaderFile({ content, headerFile })) return targets.map(() => null);
    const named = targets.map(({ record, mediaId }, index) => {
      const values = record === null ? undefined : fields[index];
      return mediaId === null ? readHeaderFile(headerFile, type, values ?? new Map(), language) : null;
    });
    const uploads = await this.uploadsOf(accountId, named);
    return named.map((each) => withUpload(each, type, headerFile, uploads));
  }

  /** What was uploaded for the account; what a customer sent is passed on by people alone. */
  private async uploadsOf(accountId: string, named: readonly (NamedFile | null)[]): Promise<Map<string, Media>> {
    const ids = [...new Set(named.flatMap((each) => each?.file?.mediaId ?? []))];
    const stored = ids.length === 0 ? [] : await this.media.byIds(ids);
    return new Map(
      stored.flatMap((media) => {
        const isUsable = media?.accountId === accountId && media.messageId === null && media.state === 'STORED';
        return isUsable ? [[media.id, media] as const] : [];
      }),
    );
  }
}

function readHeaderFile(
  { fieldPath, fileNamePath, fileName }: HeaderFile,
  type: HeaderType,
  fields: Fields,
  language: string,
): NamedFile {
  const found = fields.get(fieldPath) ?? null;
  if (typeof found?.value !== 'string' || !hasVisible(found.value)) {
    const why = missingField('the file of the header', found?.problem ?? null);
    return { file: null, problem: { code: 'VARIABLE_MISSING', ...why } };
  }
  const reference = readFileReference(found.value, type, fieldPath);
  if ('why' in reference) return { file: null, problem: { code: 'INVALID_FORMAT', ...reference.why } };
  const named = fields.get(fileNamePath ?? '');
  const boundName = named?.value == null || named.type === null ? null : formatValue(named.type, named.value, language);
  const nameAtEnd = reference.link === null ? null : nameInLink(reference.link);
  return { file: { ...reference, fileName: documentName(boundName, fileName, nameAtEnd) }, problem: null };
}

/** The same, where it is an upload: whether there is such a file, and under its own name unless it has another. */
function withUpload(
  named: NamedFile | null,
  type: HeaderType,
  { fieldPath }: HeaderFile,
  uploads: ReadonlyMap<string, Media>,
): NamedFile | null {
  if (named?.file?.mediaId == null) return named;
  const upload = uploads.get(named.file.mediaId) ?? null;
  const problem = uploadProblem(upload, type, fieldPath);
  if (problem !== null) return { file: null, problem };
  return { file: { ...named.file, fileName: named.file.fileName ?? upload?.fileName ?? null }, problem: null };
}
