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

/** The link that the page was opened with; null: another address. */
export function arrival(): Link | null {
  const kind = (['INVITATION', 'RESET'] as const).find((each) => PATHS[each] === location.pathname);
  return kind === undefined ? null : { kind, token: location.hash.slice(1) };
}
