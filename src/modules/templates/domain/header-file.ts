import { isIP } from 'node:net';
import { because, type Because } from '../../../common/errors/because.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import { isPublicAddress } from '../../../common/http/public-lookup.js';
import { isId } from '../../../common/ids.js';
import { readableName } from '../../../common/text/visible-text.js';
import type { HeaderType, TemplateContent } from '../../../whatsapp/templates/template-content.js';

/** Header file: where the file of a media header is taken from, record by record. */
export interface HeaderFile {
  /** Leads to an https address, or to the id of an upload. */
  fieldPath: string;
  /** Leads to the name under which a document is shown. */
  fileNamePath: string | null;
  /** The name where no field has one. */
  fileName: string | null;
}

/** What a record's field says of the file: an upload here, or an address at which Meta fetches it. */
type FileReference = { mediaId: string; link: null } | { mediaId: null; link: string };

interface HeaderFileRule {
  type: RegExp;
  description: string;
}

/** Files that Meta takes in the header of a message, by kind of header. */
export const HEADER_FILES: Partial<Record<HeaderType, HeaderFileRule>> = {
  IMAGE: { type: /^image\/(jpeg|png)$/, description: 'a JPEG or PNG' },
  VIDEO: { type: /^video\//, description: 'an MP4 or 3GP' },
  GIF: { type: /^video\/mp4$/, description: 'an MP4' },
  DOCUMENT: { type: /^(application|text)\//, description: 'a document' },
};

/** Whether a template takes the file of its header from a record. */
export function bindsHeaderFile({
  content,
  headerFile,
}: {
  content: TemplateContent;
  headerFile: HeaderFile | null;
}): boolean {
  return headerFile !== null && HEADER_FILES[content.header.type] !== undefined;
}

const MAX_LINK_LENGTH = 2_000;
const MAX_NAME_LENGTH = 240;
/** Names that lead nowhere in the public internet: one word, and what is kept for private networks and examples of errors. */
const PRIVATE_NAME = /^[^.:]+$|\.(localhost|local|internal|intranet|lan|home\.arpa)$/;
/** Of addresses whose end says what they lead to. */
const TYPES_BY_ENDING: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
  txt: 'text/plain',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

/**
 * Reads what a record's field says of the file. Nobody here calls the address: Meta does, so what is held back is what
 * Meta could not reach, or what would give something away.
 */
export function readFileReference(
  text: string,
  headerType: HeaderType,
  field: string,
): FileReference | { why: Because } {
  const value = text.trim();
  if (isId(value)) return { mediaId: value.toLowerCase(), link: null };
  if (!URL.canParse(value)) return { why: because('HEADER_FILE_UNREADABLE', { field }) };
  const { protocol, hostname, username, password, pathname, href } = new URL(value);
  if (protocol !== 'https:') return { why: because('HEADER_LINK_NEEDS_HTTPS', { field }) };
  if (username !== '' || password !== '') return { why: because('HEADER_LINK_WITH_PASSWORD', { field }) };
  if (isPrivateHost(hostname)) return { why: because('HEADER_LINK_PRIVATE', { field }) };
  if (href.length > MAX_LINK_LENGTH) return { why: because('TOO_MANY_CHARACTERS', { limit: MAX_LINK_LENGTH }) };
  const ending = /\.(\w{3,4})$/.exec(pathname)?.[1]?.toLowerCase() ?? '';
  const type = TYPES_BY_ENDING[ending];
  const expected = HEADER_FILES[headerType];
  if (type !== undefined && expected !== undefined && !expected.type.test(type)) {
    return { why: because('HEADER_FILE_OF_OTHER_TYPE', { kind: expected.description, type }) };
  }
  return { mediaId: null, link: href };
}

/** Why an upload that a record names does not fit the header; null where it does. */
export function uploadProblem(
  upload: { mimeType: string } | null,
  headerType: HeaderType,
  field: string,
): Omit<Problem, 'path'> | null {
  if (upload === null) return { code: 'NOT_FOUND', ...because('HEADER_UPLOAD_MISSING', { field }) };
  const expected = HEADER_FILES[headerType];
  if (expected === undefined || expected.type.test(upload.mimeType)) return null;
  const why = because('HEADER_FILE_OF_OTHER_TYPE', { kind: expected.description, type: upload.mimeType });
  return { code: 'INVALID_FORMAT', ...why };
}

/** The name under which a document is shown: the first that can be read. */
export function documentName(...names: (string | null)[]): string | null {
  const [name] = names.flatMap((each) => readableName(each?.replaceAll(/[/\\]/g, '-')) ?? []);
  return name === undefined ? null : [...name].slice(0, MAX_NAME_LENGTH).join('');
}

/** The end of an address, where it reads like a file's name. */
export function nameInLink(link: string): string | null {
  const end = new URL(link).pathname.split('/').at(-1) ?? '';
  if (!/\.\w{2,5}$/.test(end)) return null;
  try {
    return decodeURIComponent(end);
  } catch {
    return end; // no UTF-8
  }
}

/** The URL parser has made an address of every disguise: decimal, octal, full-width digits. */
function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(host) === 0 ? PRIVATE_NAME.test(host) : !isPublicAddress(host);
}
