import { checkInteractive } from '../interactive/interactive-rules.js';
import { requireMaxLength } from '../interactive/limits.js';
import { invalidParameter, missingParameter, SimError } from '../sim-error.js';
import type { SimPhone, SimWorld } from '../world/world.js';

type Body = Record<string, unknown>;

const MAX_CAPTION_LENGTH = 1_024;
const CAPTIONED = new Set(['image', 'video', 'document']);
const MONTH_MS = 30 * 86_400_000;

/** Meta's checks of free content; those of text and templates are elsewhere. */
export function checkContent(world: SimWorld, phone: SimPhone, type: string, content: Body | Body[]): void {
  if (Array.isArray(content)) return checkContacts(content);
  switch (type) {
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return checkMedia(type, content);
    case 'location':
      return checkLocation(content);
    case 'reaction':
      return checkReaction(world, content);
    case 'interactive':
      return checkInteractive(world, phone, content);
    default:
  }
}

function checkMedia(type: string, { caption }: Body): void {
  if (caption === undefined) return;
  if (!CAPTIONED.has(type)) throw new SimError(400, 100, `(#100) Unexpected key "caption" on param "${type}".`);
  requireMaxLength(caption, MAX_CAPTION_LENGTH, `${type}['caption']`);
}

function checkLocation({ latitude, longitude }: Body): void {
  if (!isWithin(latitude, 90)) throw invalidParameter("Param location['latitude'] must be a latitude.");
  if (!isWithin(longitude, 180)) throw invalidParameter("Param location['longitude'] must be a longitude.");
}

function isWithin(value: unknown, max: number): boolean {
  return value !== '' && value !== null && Math.abs(Number(value)) <= max;
}

function checkContacts(contacts: Body[]): void {
  if (contacts.length === 0) throw missingParameter('contacts');
  for (const { name } of contacts) {
    const { formatted_name: whole, ...parts } = (name ?? {}) as Body;
    if (typeof whole !== 'string' || whole === '') throw missingParameter("contacts['name']['formatted_name']");
    if (Object.keys(parts).length === 0) throw invalidParameter('At least one part of the name is needed.');
  }
}

function checkReaction(world: SimWorld, { message_id: id }: Body): void {
  const target = world.message(String(id));
  const isRefused = target === undefined || target.type === 'reaction' || world.now() - target.at > MONTH_MS;
  if (isRefused) {
    throw new SimError(400, 131009, '(#131009) Parameter value is not valid', {
      details: 'The message cannot be reacted to.',
    });
  }
}
