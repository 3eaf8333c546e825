import { storableFileName } from '../../../common/text/file-name.js';
import { refusalFrom } from '../../errors/graph-error.js';
import type {
  InboundLocation,
  InboundMedia,
  InboundMediaKind,
  InboundOrder,
  InboundReply,
} from './inbound-content.types.js';
import { isRecord, listOf, parseStorableJson, textOf, type JsonRecord } from '../../json.js';

const MEDIA_KINDS: Readonly<Record<string, InboundMediaKind>> = {
  image: 'IMAGE',
  video: 'VIDEO',
  audio: 'AUDIO',
  voice: 'VOICE',
  document: 'DOCUMENT',
  sticker: 'STICKER',
};
const UNKNOWN_TYPE = 'application/octet-stream';
/** GraphQL's Int holds no more. */
const MAX_QUANTITY = 2 ** 31 - 1;

export interface PartError {
  code: number;
  message: string;
}

/** The error that Meta attached to a message, in Meta's words. */
export function errorIn(message: JsonRecord): PartError | null {
  const [error] = listOf(message, 'errors');
  if (!isRecord(error)) return null;
  const { code, details, title } = refusalFrom(error);
  return { code, message: details ?? title ?? `Error ${code}` };
}

/** A file; null when there is neither a file nor a reason for its absence. */
export function readMedia(type: string, part: unknown, error: PartError | null): InboundMedia | null {
  const remoteId = textOf(part, 'id');
  if (remoteId === null && error === null) return null;
  const kind = MEDIA_KINDS[type] ?? 'DOCUMENT';
  const isVoice = kind === 'AUDIO' && isRecord(part) && part.voice === true;
  return {
    kind: 'MEDIA',
    mediaKind: isVoice ? 'VOICE' : kind,
    remoteId: error === null ? remoteId : null,
    mimeType: bareType(textOf(part, 'mime_type')),
    sha256: hexOf(textOf(part, 'sha256')),
    fileName: storableFileName(textOf(part, 'filename')),
    caption: textOf(part, 'caption'),
    isAnimated: isRecord(part) && typeof part.animated === 'boolean' ? part.animated : null,
    error: remoteId === null || error !== null ? (error?.message ?? null) : null,
  };
}

/** `audio/ogg; codecs=opus` is `audio/ogg`. */
function bareType(text: string | null): string {
  const type = text?.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(type) ? type : UNKNOWN_TYPE;
}

/** A SHA-256 checksum in hex: webhooks write it in base64, the API in hex; null when it is neither. */
export function hexOf(checksum: string | null): string | null {
  if (checksum === null) return null;
  if (/^[0-9a-f]{64}$/i.test(checksum)) return checksum.toLowerCase();
  const bytes = Buffer.from(checksum, 'base64');
  return bytes.length === 32 ? bytes.toString('hex') : null;
}

export function readLocation(part: unknown): InboundLocation | null {
  const [latitude, longitude] = [numberIn(part, 'latitude'), numberIn(part, 'longitude')];
  if (latitude === null || longitude === null) return null;
  return {
    kind: 'LOCATION',
    latitude,
    longitude,
    name: textOf(part, 'name'),
    address: textOf(part, 'address'),
    url: textOf(part, 'url'),
  };
}

/** A reply: a template's quick reply, or a button, list row or form of an interactive message. */
export function readReply(type: 'button' | 'interactive', part: unknown): InboundReply | null {
  if (!isRecord(part)) return null;
  if (type === 'button') {
    const [title, payload] = [textOf(part, 'text'), textOf(part, 'payload')];
    if (title === null && payload === null) return null;
    return reply('QUICK_REPLY', null, title ?? payload ?? '', payload, null);
  }
  const kind = textOf(part, 'type') ?? '';
  const answer = part[kind];
  if (!isRecord(answer)) return null;
  const title = textOf(answer, 'title') ?? textOf(answer, 'body') ?? textOf(answer, 'name') ?? kind;
  switch (kind) {
    case 'button_reply':
      return reply('BUTTON', textOf(answer, 'id'), title, null, null);
    case 'list_reply':
      return reply('LIST', textOf(answer, 'id'), title, textOf(answer, 'description'), null);
    case 'nfm_reply': {
      const json = textOf(answer, 'response_json');
      return reply('FLOW', textOf(answer, 'name'), title, json, parsed(json) ?? record(answer.response_json));
    }
    default:
      return reply('UNKNOWN', kind, title, null, answer);
  }
}

function reply(
  replyKind: InboundReply['replyKind'],
  id: string | null,
  title: string,
  payload: string | null,
  response: JsonRecord | null,
): InboundReply {
  return { kind: 'REPLY', replyKind, id, title, payload, response };
}

function parsed(json: string | null): JsonRecord | null {
  try {
    return json === null ? null : record(parseStorableJson(json));
  } catch {
    return null; // not JSON after all, or nested too deep: the payload keeps it as it came
  }
}

function record(value: unknown): JsonRecord | null {
  return isRecord(value) ? value : null;
}

export function readOrder(part: unknown): InboundOrder | null {
  const catalogId = textOf(part, 'catalog_id');
  if (catalogId === null) return null;
  const items = listOf(part, 'product_items').map((item) => ({
    productId: textOf(item, 'product_retailer_id') ?? '',
    quantity: Math.min(Math.trunc(numberIn(item, 'quantity') ?? 1), MAX_QUANTITY),
    price: textOf(item, 'item_price') ?? '0',
    currency: textOf(item, 'currency') ?? '',
  }));
  return { kind: 'ORDER', catalogId, text: textOf(part, 'text'), items };
}

function numberIn(value: unknown, key: string): number | null {
  const found = isRecord(value) ? value[key] : undefined;
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
