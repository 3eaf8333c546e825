import { Injectable } from '@nestjs/common';
import { optionalText, optionalTexts, requiredObjects } from '../answer.js';
import type { Refusal } from '../errors/refusal.js';
import { GraphClient } from '../graph-client.js';
import { isRecord, type JsonRecord } from '../json.js';
import type { Channel } from '../messages/messages-api.js';

/** Lines of business that a profile can name. */
export const VERTICALS = [
  'ALCOHOL',
  'APPAREL',
  'AUTO',
  'BEAUTY',
  'EDU',
  'ENTERTAIN',
  'EVENT_PLAN',
  'FINANCE',
  'GOVT',
  'GROCERY',
  'HEALTH',
  'HOTEL',
  'NONPROFIT',
  'ONLINE_GAMBLING',
  'OTC_DRUGS',
  'OTHER',
  'PHYSICAL_GAMBLING',
  'PROF_SERVICES',
  'RESTAURANT',
  'RETAIL',
  'TRAVEL',
] as const;
export type Vertical = (typeof VERTICALS)[number];

/** What customers see of the company behind a number; null: nothing is written there. */
export interface BusinessProfile {
  about: string | null;
  address: string | null;
  description: string | null;
  email: string | null;
  websites: string[];
  /** Null also where Meta names one that is not known here. */
  vertical: Vertical | null;
  pictureUrl: string | null;
}

/** What changes of a profile: absent stays, empty takes away. `pictureHandle`: of an upload. */
export interface ProfileChanges {
  about?: string;
  address?: string;
  description?: string;
  email?: string;
  websites?: string[];
  vertical?: Vertical;
  pictureHandle?: string;
}

const META_NAMES: Readonly<Record<keyof ProfileChanges, string>> = {
  pictureHandle: 'profile_picture_handle',
  about: 'about',
  address: 'address',
  description: 'description',
  email: 'email',
  websites: 'websites',
  vertical: 'vertical',
};
const FIELDS = 'about,address,description,email,profile_picture_url,websites,vertical';

/** Profile API of a business phone number. Both throw GraphError when Meta refuses, and GraphUnreachableError when nobody knows. */
@Injectable()
export class ProfileApi {
  constructor(private readonly graph: GraphClient) {}

  async read({ phoneNumberId, accessToken }: Channel): Promise<BusinessProfile> {
    const path = `/${phoneNumberId}/whatsapp_business_profile`;
    const answer = await this.graph.call({ method: 'GET', path, accessToken, query: { fields: FIELDS } });
    const [entry] = requiredObjects(answer, 'data');
    return readProfile(entry ?? {});
  }

  async update({ phoneNumberId, accessToken }: Channel, changes: ProfileChanges): Promise<void> {
    const named = Object.entries(changes as JsonRecord).map(([name, value]) => [
      META_NAMES[name as keyof ProfileChanges],
      value,
    ]);
    await this.graph.call({
      method: 'POST',
      path: `/${phoneNumberId}/whatsapp_business_profile`,
      accessToken,
      body: { messaging_product: 'whatsapp', ...(Object.fromEntries(named) as JsonRecord) },
    });
  }
}

/** The change that a refusal is about, where its words name it. */
export function changeNamedIn({ message, details }: Refusal, changes: ProfileChanges): keyof ProfileChanges | null {
  const words = `${message} ${details ?? ''}`;
  const given = (Object.keys(META_NAMES) as (keyof ProfileChanges)[]).filter((name) => changes[name] !== undefined);
  return given.find((name) => new RegExp(`\\b${META_NAMES[name]}\\b`, 'i').test(words)) ?? null;
}

/** Meta's guides show the profile itself in the list, its OpenAPI file one level deeper. */
function readProfile(entry: JsonRecord): BusinessProfile {
  const profile = isRecord(entry.business_profile) ? entry.business_profile : entry;
  const textIn = (key: string): string | null => optionalText(profile, key) ?? null;
  return {
    about: textIn('about'),
    address: textIn('address'),
    description: textIn('description'),
    email: textIn('email'),
    websites: (optionalTexts(profile, 'websites') ?? []).filter((website) => website !== ''),
    vertical: VERTICALS.find((vertical) => vertical === profile.vertical) ?? null,
    pictureUrl: textIn('profile_picture_url'),
  };
}
