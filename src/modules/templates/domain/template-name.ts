const MAX_NAME_LENGTH = 512;

/** Meta's name of a template, from what people call it: `Order shipped!` is order_shipped. */
export function metaNameOf(displayName: string): string {
  const name = displayName
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, MAX_NAME_LENGTH);
  return name === '' ? 'template' : name;
}
