import { invalidParameter, missingParameter, SimError } from '../sim-error.js';
import type { SimWorld } from '../world.js';

type Body = Record<string, unknown>;

const MAX_CAPTION_LENGTH = 1_024;
const CAPTIONED = new Set(['image', 'video', 'document']);
const MONTH_MS = 30 * 86_400_000;

/** Meta's checks of what is sent freely; those of text and templates are elsewhere. */
export function checkContent(world: SimWorld, type: string, content: Body | Body[]): void {
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
      return checkInteractive(content);
    default:
  }
}

function checkMedia(type: string, { caption }: Body): void {
  if (caption === undefined) return;
  if (!CAPTIONED.has(type)) throw new SimError(400, 100, `(#100) Unexpected key "caption" on param "${type}".`);
  atMost(caption, MAX_CAPTION_LENGTH, `${type}['caption']`);
}

function checkLocation({ latitude, longitude }: Body): void {
  if (!isWithin(latitude, 90)) throw invalidParameter("Param location['latitude'] must be a latitude.");
  if (!isWithin(longitude, 180)) throw invalidParameter("Param location['longitude'] must be a longitude.");
}

function isWithin(value: unknown, most: number): boolean {
  return value !== '' && value !== null && Math.abs(Number(value)) <= most;
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

function checkInteractive(content: Body): void {
  const { type, header, body, footer, action } = content as { type?: string } & Record<string, Body | undefined>;
  if (action === undefined) throw missingParameter("interactive['action']");
  if (body === undefined || body.text === '') throw missingParameter("interactive['body']");
  atMost(body.text, type === 'list' ? 4_096 : 1_024, "interactive['body']['text']");
  if (header !== undefined) atMost(header.text ?? '', 60, "interactive['header']['text']");
  if (footer !== undefined) atMost(footer.text, 60, "interactive['footer']['text']");
  switch (type) {
    case 'button':
      return checkButtons((action.buttons ?? []) as Body[]);
    case 'list':
      atMost(action.button, 20, "interactive['action']['button']");
      return checkSections((action.sections ?? []) as Body[]);
    case 'cta_url': {
      const { display_text: text, url } = (action.parameters ?? {}) as Body;
      atMost(text, 20, "interactive['action']['parameters']['display_text']");
      if (!URL.canParse(String(url))) throw invalidParameter('The URL is not valid.');
      return;
    }
    case 'location_request_message':
      if (action.name !== 'send_location') throw missingParameter("interactive['action']['name']");
      return;
    default:
      throw invalidParameter("Param interactive['type'] is not supported by the simulator.");
  }
}

function checkButtons(buttons: Body[]): void {
  between(buttons.length, 1, 3, 'buttons');
  const replies = buttons.map(({ reply }) => (reply ?? {}) as Body);
  for (const { id, title } of replies) {
    atMost(id, 256, "reply['id']");
    atMost(title, 20, "reply['title']");
  }
  if (new Set(replies.map(({ id }) => id)).size !== replies.length) throw invalidParameter('Two buttons have one id.');
}

function checkSections(sections: Body[]): void {
  between(sections.length, 1, 10, 'sections');
  const rows = sections.flatMap((section) => (section.rows ?? []) as Body[]);
  between(rows.length, 1, 10, 'rows');
  for (const { title } of sections) if (sections.length > 1) atMost(title, 24, "section['title']");
  for (const { id, title, description } of rows) {
    atMost(id, 200, "row['id']");
    atMost(title, 24, "row['title']");
    if (description !== undefined) atMost(description, 72, "row['description']");
  }
}

function between(count: number, least: number, most: number, name: string): void {
  if (count < least || count > most) throw invalidParameter(`Param ${name} must have ${least} to ${most} entries.`);
}

function atMost(text: unknown, limit: number, name: string): void {
  if (typeof text !== 'string') throw missingParameter(name);
  if (text.length > limit) throw invalidParameter(`Param ${name} must be at most ${limit} characters long.`);
}
