import { createHash } from 'node:crypto';
import { pick } from '../routes/graph-json.js';
import { invalidParameter, missingParameter, SimError } from '../sim-error.js';
import type { SimPhone, SimWorld } from '../world/world.js';

type Json = Record<string, unknown>;

const MAX_LENGTHS = { about: 139, address: 256, description: 256, email: 128 } as const;
const MAX_WEBSITES = 2;
const MAX_WEBSITE_LENGTH = 256;
const VERTICALS =
  'OTHER AUTO BEAUTY APPAREL EDU ENTERTAIN EVENT_PLAN FINANCE GROCERY GOVT HOTEL HEALTH NONPROFIT PROF_SERVICES RETAIL TRAVEL RESTAURANT ALCOHOL ONLINE_GAMBLING PHYSICAL_GAMBLING OTC_DRUGS'.split(
    ' ',
  );

/** Business profiles of numbers: `/{phone}/whatsapp_business_profile`. */
export class SimProfiles {
  constructor(private readonly world: SimWorld) {}

  /** What is empty is left out, as Meta does. */
  read(phone: SimPhone, fields: string | undefined, baseUrl: string): Json {
    const { profile, picture } = this.world.presenceOf(phone);
    const filled = Object.entries(profile).map(([name, value]) => [name, value.length === 0 ? undefined : value]);
    const shown: Json = {
      id: undefined,
      messaging_product: 'whatsapp',
      ...(Object.fromEntries(filled) as Json),
      profile_picture_url:
        picture === null ? undefined : `${baseUrl}/profile_pictures/${phone.id}?v=${hashOf(picture)}`,
    };
    return { data: [{ ...pick(shown, fields, ['messaging_product']), messaging_product: 'whatsapp' }] };
  }

  /** Changes what is given, all of it or nothing. @throws SimError (100) */
  update(phone: SimPhone, body: Json): Json {
    if (body.messaging_product !== 'whatsapp') throw missingParameter('messaging_product');
    const presence = this.world.presenceOf(phone);
    const changed = { ...presence.profile };
    for (const name of ['about', 'address', 'description', 'email'] as const)
      if (body[name] !== undefined) changed[name] = textIn(name, body[name]);
    if (body.websites !== undefined) changed.websites = websitesIn(body.websites);
    if (body.vertical !== undefined) changed.vertical = verticalIn(body.vertical);
    const handle = body.profile_picture_handle;
    if (handle !== undefined) presence.picture = this.pictureOf(handle);
    presence.profile = changed;
    return { success: true };
  }

  private pictureOf(handle: unknown): { type: string; bytes: Buffer } {
    const upload = [...this.world.uploads.values()].find((entry) => entry.handle === handle);
    if (upload === undefined) throw new SimError(422, 100, 'The profile picture handle is invalid or expired');
    if (!['image/jpeg', 'image/png'].includes(upload.type))
      throw invalidParameter('profile_picture_handle must be of a JPEG or a PNG');
    return { type: upload.type, bytes: upload.bytes };
  }
}

function textIn(name: keyof typeof MAX_LENGTHS, value: unknown): string {
  if (typeof value !== 'string' || value.length > MAX_LENGTHS[name])
    throw invalidParameter(`${name} must be a text of at most ${MAX_LENGTHS[name]} characters`);
  if (name === 'about' && value === '') throw invalidParameter('about must not be empty');
  if (name === 'email' && value !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value))
    throw invalidParameter('email must be a valid email address');
  return value;
}

function websitesIn(value: unknown): string[] {
  if (!Array.isArray(value) || value.length > MAX_WEBSITES)
    throw invalidParameter(`websites must be a list of at most ${MAX_WEBSITES}`);
  const websites: unknown[] = value;
  return websites.map((website) => {
    if (typeof website !== 'string' || website.length > MAX_WEBSITE_LENGTH || !/^https?:\/\/[^\s/]+/.test(website))
      throw invalidParameter('websites must be valid URLs with http:// or https://');
    return website;
  });
}

function verticalIn(value: unknown): string {
  if (typeof value !== 'string' || !VERTICALS.includes(value))
    throw invalidParameter(`vertical must be one of ${VERTICALS.join(', ')}`);
  return value;
}

function hashOf({ bytes }: { bytes: Buffer }): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}
