/** Where this server shows its own documentation: `docs/NAME.md` as `PUBLIC_URL/docs/NAME`. */
export const DOCS_PATH = '/docs';

/** Address of a place in the documentation, by the page's name and the id of a heading or row. */
export function guideUrl(publicUrl: string, page: 'meta-setup' | 'meta-errors', place: string): string {
  return `${publicUrl}${DOCS_PATH}/${page}#${place}`;
}
