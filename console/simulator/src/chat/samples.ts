import document from './samples/price-list.pdf?url';
import picture from './samples/cactus.png?url';
import sticker from './samples/cactus.webp?url';
import video from './samples/cactus.mp4?url';
import voice from './samples/voice.ogg?url';

/** Files that are at hand: what customers send most. */
export const SAMPLES = [
  { kind: 'PICTURE', url: picture, mimeType: 'image/png', name: 'cactus.png' },
  { kind: 'VOICE', url: voice, mimeType: 'audio/ogg; codecs=opus', name: 'voice.ogg' },
  { kind: 'VIDEO', url: video, mimeType: 'video/mp4', name: 'cactus.mp4' },
  { kind: 'DOCUMENT', url: document, mimeType: 'application/pdf', name: 'price-list.pdf' },
  { kind: 'STICKER', url: sticker, mimeType: 'image/webp', name: 'cactus.webp' },
] as const;
export type Sample = (typeof SAMPLES)[number];

/** The type of message by the kind of sample, in Meta's words. */
export const SAMPLE_TYPES = {
  PICTURE: 'image',
  VOICE: 'audio',
  VIDEO: 'video',
  DOCUMENT: 'document',
  STICKER: 'sticker',
} as const;

/** The type of message for a file that somebody chose. */
export function typeOfFile(mimeType: string): 'image' | 'audio' | 'video' | 'document' {
  const kind = (['image', 'audio', 'video'] as const).find((known) => mimeType.startsWith(`${known}/`));
  return kind ?? 'document';
}
