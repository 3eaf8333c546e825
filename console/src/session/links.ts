/** Ways in by a link: its token stands behind the #, so that no server and no log ever sees it. */
const PATHS = { INVITATION: '/invitation', RESET: '/password' } as const;

export interface Link {
  kind: keyof typeof PATHS;
  token: string;
}

export function invitationLink(token: string): string {
  return `${location.origin}${PATHS.INVITATION}#${token}`;
}

export function resetLink(token: string): string {
  return `${location.origin}${PATHS.RESET}#${token}`;
}

const FROM_ISSUER = '/sign-in';
const PLACE_KEY = 'parley.place';

/** How somebody came back from the issuer: with a session to take, or with the reason why not. */
export interface IssuerReturn {
  problem: string | null;
}

/** Null: another address. */
export function issuerArrival(): IssuerReturn | null {
  if (location.pathname !== FROM_ISSUER) return null;
  const { hash } = location;
  if (hash === '#done') return { problem: null };
  const [, problem] = /^#problem=([A-Z_]+)$/.exec(hash) ?? [];
  return problem === undefined ? null : { problem };
}

/** Keeps the place in this tab, before it leaves for the issuer. */
export function rememberPlace(): void {
  if (location.pathname !== FROM_ISSUER) sessionStorage.setItem(PLACE_KEY, `${location.pathname}${location.search}`);
}

/** The place that was kept, once; else the first page. */
export function rememberedPlace(): string {
  const place = sessionStorage.getItem(PLACE_KEY) ?? '/';
  sessionStorage.removeItem(PLACE_KEY);
  return place;
}

/** The link that the page was opened with; null: another address. */
export function arrival(): Link | null {
  const kind = (['INVITATION', 'RESET'] as const).find((each) => PATHS[each] === location.pathname);
  return kind === undefined ? null : { kind, token: location.hash.slice(1) };
}
