import { isRecord, listOf, textOf, type JsonRecord } from './json.js';

export interface InboundText {
  kind: 'TEXT';
  body: string;
  /** The ad or post that the customer came from, as Meta describes it. */
  referral: JsonRecord | null;
}

/** A kind of message that is kept but not (yet) understood; nothing of it is lost. */
export interface InboundUnsupported {
  kind: 'UNSUPPORTED';
  /** Meta's type, such as image. */
  type: string;
  details: string | null;
  /** What of it people can read: a caption, the label of a button. */
  text: string | null;
  raw: JsonRecord;
}

export type InboundContent = InboundText | InboundUnsupported;

/** What an inbound message says. */
export function contentOf(message: JsonRecord): InboundContent {
  const body = isRecord(message.text) ? message.text.body : undefined;
  if (message.type === 'text' && typeof body === 'string') {
    return { kind: 'TEXT', body, referral: isRecord(message.referral) ? message.referral : null };
  }
  const type = textOf(message, 'type') ?? 'unknown';
  return { kind: 'UNSUPPORTED', type, details: errorDetails(message), text: readableText(message, type), raw: message };
}

function readableText(message: JsonRecord, type: string): string | null {
  const part = message[type];
  if (type === 'interactive' && isRecord(part)) {
    const reply = part[textOf(part, 'type') ?? ''];
    return textOf(reply, 'title') ?? textOf(reply, 'body');
  }
  return (
    textOf(part, 'caption') ??
    textOf(part, 'text') ??
    textOf(part, 'body') ??
    textOf(part, 'emoji') ??
    textOf(part, 'name')
  );
}

function errorDetails(message: JsonRecord): string | null {
  const [error] = listOf(message, 'errors');
  if (!isRecord(error)) return null;
  return textOf(error.error_data, 'details') ?? textOf(error, 'title');
}
