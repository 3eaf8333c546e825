import { isRecord } from '../../../../whatsapp/json.js';
import type { MessageKind, StoredContent } from '../message-content.js';
import { CONTENT_SHAPES } from './content-shapes.js';

/** Edits lie within edits no deeper than this; what is deeper is damaged. */
const MAX_DEPTH = 8;

/**
 * Readable content: what is stored of a message, as it is, where every field of the API can be answered from it. Whatever
 * else lies there (an older shape, a kind of a later version, damage) is UNSUPPORTED, kept whole. Never throws.
 */
export function readableContent(kind: string, content: unknown, depth = 0): StoredContent {
  if (kind === 'EDIT') return readableEdit(content, depth);
  const isWhole = isKind(kind) && CONTENT_SHAPES[kind](content);
  return isWhole ? ({ kind, content } as StoredContent) : damaged(kind, content);
}

function readableEdit(content: unknown, depth: number): StoredContent {
  const edited = isRecord(content) ? content.edited : undefined;
  if (edited === null) return { kind: 'EDIT', content: { edited } };
  if (!isRecord(edited) || typeof edited.kind !== 'string' || depth >= MAX_DEPTH) return damaged('EDIT', content);
  return { kind: 'EDIT', content: { edited: readableContent(edited.kind, edited.content, depth + 1) } };
}

function isKind(kind: string): kind is Exclude<MessageKind, 'EDIT'> {
  return Object.hasOwn(CONTENT_SHAPES, kind);
}

function damaged(kind: string, content: unknown): StoredContent {
  const details = 'What is stored of this message cannot be read by this version; it is kept as it is.';
  return { kind: 'UNSUPPORTED', content: { type: kind, details, raw: isRecord(content) ? content : { content } } };
}
