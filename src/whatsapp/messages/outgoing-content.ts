import type { ContactCard } from '../webhooks/inbound/inbound-content.types.js';
import type { JsonRecord } from '../json.js';
import { cardForMeta } from './card-payload.js';
import { filesInInteractive, type OutgoingInteractive } from './interactive/interactive-content.js';
import { interactiveForMeta, withoutNulls } from './interactive/interactive-payload.js';
import { mediaIdsIn, withRemoteMedia } from './media-references.js';

/** Content that can be sent, by kind. Media ids are ours; they become Meta's when it is sent. */
export interface OutgoingContents {
  TEXT: { body: string; previewUrl?: boolean };
  MEDIA: { mediaKind: OutgoingMediaKind; mediaId: string; caption: string | null; fileName: string | null };
  LOCATION: { latitude: number; longitude: number; name: string | null; address: string | null };
  CONTACTS: { contacts: ContactCard[] };
  INTERACTIVE: OutgoingInteractive;
  REACTION: { targetWhatsappId: string; emoji: string | null };
  TEMPLATE: { name: string; language: string; components: JsonRecord[] };
}

export type OutgoingKind = keyof OutgoingContents;
export type OutgoingContent = { [Kind in OutgoingKind]: { kind: Kind; content: OutgoingContents[Kind] } }[OutgoingKind];

export const OUTGOING_MEDIA_KINDS = ['IMAGE', 'VIDEO', 'AUDIO', 'VOICE', 'DOCUMENT', 'STICKER'] as const;
export type OutgoingMediaKind = (typeof OUTGOING_MEDIA_KINDS)[number];

/** Ids of our files in it: they have to be at Meta before it can be sent. */
export function filesIn(outgoing: OutgoingContent): string[] {
  if (outgoing.kind === 'MEDIA') return [outgoing.content.mediaId];
  if (outgoing.kind === 'INTERACTIVE') return filesInInteractive(outgoing.content);
  return outgoing.kind === 'TEMPLATE' ? mediaIdsIn(outgoing.content.components) : [];
}

/** Meta's JSON for the content: `type`, and what belongs to it. */
export function contentForMeta(outgoing: OutgoingContent, remoteIds: ReadonlyMap<string, string>): JsonRecord {
  switch (outgoing.kind) {
    case 'TEXT': {
      const { body, previewUrl } = outgoing.content;
      return { type: 'text', text: { body, preview_url: previewUrl ?? true } };
    }
    case 'MEDIA':
      return mediaForMeta(outgoing.content, remoteIds);
    case 'LOCATION': {
      const { latitude, longitude, name, address } = outgoing.content;
      const coordinates = { latitude: String(latitude), longitude: String(longitude) };
      return { type: 'location', location: { ...coordinates, ...withoutNulls({ name, address }) } };
    }
    case 'CONTACTS':
      return { type: 'contacts', contacts: outgoing.content.contacts.map(cardForMeta) };
    case 'INTERACTIVE':
      return { type: 'interactive', interactive: interactiveForMeta(outgoing.content, remoteIds) };
    case 'REACTION': {
      const { targetWhatsappId, emoji } = outgoing.content;
      return { type: 'reaction', reaction: { message_id: targetWhatsappId, emoji: emoji ?? '' } };
    }
    case 'TEMPLATE': {
      const { name, language, components } = outgoing.content;
      const withFiles = withRemoteMedia(components, new Map(remoteIds)) as JsonRecord[];
      return {
        type: 'template',
        template: {
          name,
          language: { code: language, policy: 'deterministic' },
          ...(withFiles.length === 0 ? {} : { components: withFiles }),
        },
      };
    }
  }
}

const META_TYPES: Readonly<Record<OutgoingMediaKind, string>> = {
  IMAGE: 'image',
  VIDEO: 'video',
  AUDIO: 'audio',
  VOICE: 'audio',
  DOCUMENT: 'document',
  STICKER: 'sticker',
};

function mediaForMeta(content: OutgoingContents['MEDIA'], remoteIds: ReadonlyMap<string, string>): JsonRecord {
  const { mediaKind, mediaId, caption, fileName } = content;
  const type = META_TYPES[mediaKind];
  const filename = mediaKind === 'DOCUMENT' ? fileName : null;
  const voice = mediaKind === 'VOICE' ? { voice: true } : {};
  return { type, [type]: { id: remoteIds.get(mediaId), ...withoutNulls({ caption, filename }), ...voice } };
}
