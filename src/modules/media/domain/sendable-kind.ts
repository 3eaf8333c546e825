import type { Problem } from '../../../common/errors/domain-error.js';
import type { OutgoingMediaKind } from '../../../whatsapp/messages/outgoing-content.js';
import { MEDIA_TYPES } from './media-types.js';

export type SendableKind = { kind: OutgoingMediaKind; problem: null } | { kind: null; problem: Omit<Problem, 'path'> };

/** As what a file is sent: by its type, unless something else is asked for that its type allows. */
export function sendableKind(
  { mimeType, size }: { mimeType: string; size: number | null },
  asked: OutgoingMediaKind | null,
): SendableKind {
  const rule = MEDIA_TYPES[mimeType];
  if (rule === undefined) {
    return refused({ code: 'INVALID_FORMAT', message: `WhatsApp takes no files of the type ${mimeType}.` });
  }
  if ((size ?? 0) > rule.maxBytes) {
    const message = `This file is too large to be sent: at most ${Math.floor(rule.maxBytes / 1024)} KB for its type.`;
    return refused({ code: 'TOO_LONG', message, limit: rule.maxBytes });
  }
  if (asked === null || asked === rule.kind) return { kind: rule.kind, problem: null };
  if (asked === 'VOICE' && mimeType === 'audio/ogg') return { kind: 'VOICE', problem: null };
  const message =
    asked === 'VOICE'
      ? 'A voice message has to be Ogg with the Opus codec.'
      : `A file of the type ${mimeType} can be sent as ${rule.kind} only.`;
  return refused({ code: 'INVALID_INPUT', message });
}

function refused(problem: Omit<Problem, 'path'>): SendableKind {
  return { kind: null, problem };
}
