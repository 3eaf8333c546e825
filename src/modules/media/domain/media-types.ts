export const MEDIA_KINDS = ['IMAGE', 'VIDEO', 'AUDIO', 'DOCUMENT', 'STICKER'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

export interface MediaRule {
  kind: MediaKind;
  /** Bytes. */
  maxBytes: number;
}

const KB = 1024;
const MB = 1024 * KB;
const rule = (kind: MediaKind, largest: number): MediaRule => ({ kind, maxBytes: largest });
const IMAGE = rule('IMAGE', 5 * MB);
const VIDEO = rule('VIDEO', 16 * MB);
const AUDIO = rule('AUDIO', 16 * MB);
const DOCUMENT = rule('DOCUMENT', 100 * MB);
const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** Meta's table: what may be sent, and how large. */
export const MEDIA_TYPES: Readonly<Record<string, MediaRule>> = {
  'image/jpeg': IMAGE,
  'image/png': IMAGE,
  'image/webp': rule('STICKER', 500 * KB),
  'video/mp4': VIDEO,
  'video/3gpp': VIDEO,
  'audio/aac': AUDIO,
  'audio/amr': AUDIO,
  'audio/mpeg': AUDIO,
  'audio/mp4': AUDIO,
  'audio/ogg': AUDIO,
  'application/pdf': DOCUMENT,
  'text/plain': DOCUMENT,
  'application/msword': DOCUMENT,
  'application/vnd.ms-excel': DOCUMENT,
  'application/vnd.ms-powerpoint': DOCUMENT,
  [`${OFFICE}.wordprocessingml.document`]: DOCUMENT,
  [`${OFFICE}.spreadsheetml.sheet`]: DOCUMENT,
  [`${OFFICE}.presentationml.presentation`]: DOCUMENT,
};

export const MAX_FILE_BYTES = DOCUMENT.maxBytes;

/** What sniffing finds in files of these types. */
const SNIFFED_AS: Readonly<Record<string, string>> = {
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
  'audio/opus': 'audio/ogg',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'video/3gpp2': 'video/3gpp',
};
const OLD_OFFICE = new Set(['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint']);

/**
 * The type of a file: what its bytes say, not what was claimed. A claim counts only where bytes cannot tell: plain text,
 * and the old office formats, which look alike.
 * @returns null when it is of no type that may be sent
 */
export function typeOf(sniffed: string | null, claimed: string, begin: Uint8Array): string | null {
  const type = sniffed === null ? null : (SNIFFED_AS[sniffed] ?? sniffed);
  if (type === 'application/x-cfb') return OLD_OFFICE.has(claimed) ? claimed : null;
  if (type !== null) return type in MEDIA_TYPES ? type : null;
  return claimed.startsWith('text/plain') && looksLikeText(begin) ? 'text/plain' : null;
}

function looksLikeText(bytes: Uint8Array): boolean {
  return bytes.length > 0 && !bytes.includes(0);
}
