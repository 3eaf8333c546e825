import type { BusinessVertical, ShownProfileFragment, UpdateBusinessProfileInput } from '../../../generated/graphql';

/** A profile as its form has it. */
export interface ProfileDraft {
  about: string;
  address: string;
  description: string;
  email: string;
  websites: readonly string[];
  /** Empty: none is chosen. */
  vertical: BusinessVertical | '';
  /** A picture that was uploaded to take the place of the present one. */
  pictureMediaId: string | null;
}

const TEXTS = ['about', 'address', 'description', 'email'] as const;

export function draftOf({ about, address, description, email, websites, vertical }: ShownProfileFragment) {
  const draft: ProfileDraft = {
    about: about ?? '',
    address: address ?? '',
    description: description ?? '',
    email: email ?? '',
    websites,
    vertical: vertical ?? '',
    pictureMediaId: null,
  };
  return draft;
}

/** What is to be changed: only that goes to Meta, so that what a colleague changed meanwhile stays. An emptied text is null. */
export function changesOf(before: ProfileDraft, now: ProfileDraft): Omit<UpdateBusinessProfileInput, 'phoneNumberId'> {
  const changes: Omit<UpdateBusinessProfileInput, 'phoneNumberId'> = {};
  for (const name of TEXTS) {
    const text = now[name].trim();
    if (text !== before[name].trim()) changes[name] = text === '' ? null : text;
  }
  const websites = now.websites.map((website) => website.trim());
  if (JSON.stringify(websites) !== JSON.stringify(before.websites)) changes.websites = websites;
  if (now.vertical !== before.vertical && now.vertical !== '') changes.vertical = now.vertical;
  if (now.pictureMediaId !== null) changes.pictureMediaId = now.pictureMediaId;
  return changes;
}
