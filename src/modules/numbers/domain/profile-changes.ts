import { because } from '../../../common/errors/because.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import type { ProfileChanges, Vertical } from '../../../whatsapp/numbers/profile-api.js';

/** Meta's limit, in characters. */
export const MAX_WEBSITE_LENGTH = 256;
const EMPTIABLE = ['address', 'description', 'email'] as const;

/** A profile as somebody wants it: absent stays, null takes away what can be taken away. */
export interface ProfileEdit {
  about?: string | null;
  address?: string | null;
  description?: string | null;
  email?: string | null;
  websites?: string[] | null;
  vertical?: Vertical | null;
}

/** What Meta would not take, beside lengths: texts that may not be empty, addresses that are none. */
export function profileProblems({ about, vertical, websites }: ProfileEdit): Problem[] {
  return [
    ...(about === null ? [fillIn('about')] : []),
    ...(vertical === null ? [fillIn('vertical')] : []),
    ...(websites ?? []).flatMap((website, index) => websiteProblem(website, ['websites', String(index)])),
  ];
}

/** The changes that Meta is asked for; none where nothing is to be changed. */
export function profileChangesOf({ about, vertical, websites, ...edit }: ProfileEdit): ProfileChanges {
  const changes: ProfileChanges = {};
  if (about != null) changes.about = about;
  for (const name of EMPTIABLE) {
    const text = edit[name];
    if (text !== undefined) changes[name] = text ?? '';
  }
  if (websites !== undefined) changes.websites = websites ?? [];
  if (vertical != null) changes.vertical = vertical;
  return changes;
}

function websiteProblem(website: string, path: string[]): Problem[] {
  if (website.length > MAX_WEBSITE_LENGTH) {
    const why = because('TOO_MANY_CHARACTERS', { limit: MAX_WEBSITE_LENGTH });
    return [{ code: 'TOO_LONG', ...why, path, limit: MAX_WEBSITE_LENGTH }];
  }
  const isWebAddress = URL.canParse(website) && /^https?:$/.test(new URL(website).protocol);
  return isWebAddress ? [] : [{ code: 'INVALID_FORMAT', ...because('WEB_ADDRESS_EXPECTED'), path }];
}

function fillIn(field: string): Problem {
  return { code: 'REQUIRED', ...because('FILL_IN'), path: [field] };
}
