import type { Problem } from '../../../common/errors/domain-error.js';
import type { OutgoingMediaKind } from '../../../whatsapp/messages/outgoing-content.js';
import { MEDIA_TYPES } from './media-types.js';
import { because } from '../../../common/errors/because.js';

export type SendableKind = { kind: OutgoingMediaKind; problem: null } | { kind: null; problem: Omit<Problem, 'path'> };

/** As what a file is sent: by its type, unless something else is asked for that its type allows. */
export function sendableKind(
  { mimeType, size }: { mimeType: string; size: number | null },
  asked: OutgoingMediaKind | null,
): SendableKind {
  const rule = MEDIA_TYPES[mimeType];
  if (rule === undefined) {
    return refused({ code: 'INVALID_FORMAT', ...because('FILE_TYPE_NOT_SENT', { type: mimeType }) });
  }
  if ((size ?? 0) > rule.maxBytes) {
    const why = because('FILE_TOO_LARGE', { kilobytes: Math.floor(rule.maxBytes / 1024) });
    return refused({ code: 'TOO_LONG', ...why, limit: rule.maxBytes });
  }
  if (asked === null || asked === rule.kind) return { kind: rule.kind, problem: null };
  if (asked === 'VOICE' && mimeType === 'audio/ogg') return { kind: 'VOICE', problem: null };
  const why =
    asked === 'VOICE'
      ? because('VOICE_NEEDS_OPUS')
      : because('FILE_SENT_AS_OTHER_KIND', { type: mimeType, kind: rule.kind });
  return refused({ code: 'INVALID_INPUT', ...why });
}

function refused(problem: Omit<Problem, 'path'>): SendableKind {
  return { kind: null, problem };
}
