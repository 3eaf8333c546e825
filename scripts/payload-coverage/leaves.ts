/** A scalar of a JSON value, with the way to it: `messages[].image.id`. */
export interface Leaf {
  path: string;
  key: string;
  value: string | number | boolean;
}

/** Scalars of a JSON value. What is null or an empty text says nothing, and is none. */
export function leavesOf(value: unknown, path = '', key = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((each) => leavesOf(each, `${path}[]`, key));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, each]) =>
      leavesOf(each, path === '' ? name : `${path}.${name}`, name),
    );
  if (typeof value === 'string' && value !== '') return [{ path, key, value }];
  return typeof value === 'number' || typeof value === 'boolean' ? [{ path, key, value }] : [];
}

/** Every scalar of a JSON value given another value, by where it stands. */
export function mapLeaves(value: unknown, to: (leaf: Leaf) => unknown, path = '', key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => mapLeaves(each, to, `${path}[]`, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        mapLeaves(each, to, path === '' ? name : `${path}.${name}`, name),
      ]),
    );
  return value === null ? null : to({ path, key, value: value as Leaf['value'] });
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const HEX_SHA256 = /^[0-9a-f]{64}$/;
const PHONE = /^\+?[\d ()-]{7,}$/;

/** How a scalar may be written: in either case, with or without the plus of a number, as a time or as Unix seconds. */
export function formsOf(value: Leaf['value']): string[] {
  const text = String(value).toLowerCase();
  const forms = [text];
  if (PHONE.test(text)) forms.push(text.replace(/\D/g, ''));
  if (ISO_TIME.test(String(value))) forms.push(String(Math.floor(Date.parse(String(value)) / 1000)));
  if (HEX_SHA256.test(text)) forms.push(Buffer.from(text, 'hex').toString('base64').toLowerCase());
  if (/^[\w.+-]+\/[\w.+-]+;/.test(text)) forms.push(text.split(';')[0] ?? '');
  if (/^\d+\.\d+$/.test(text)) forms.push(String(Number(text)));
  return forms;
}

/** A scalar that may stand anywhere by chance: it counts only under a name like its own. */
export function isCommon(value: Leaf['value']): boolean {
  return typeof value === 'boolean' || String(value).length < 3;
}

/** `item_price` and `itemPrice`, `voice` and `isVoice` are one name. */
export function isLikeName(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)];
  return a.includes(b) || b.includes(a);
}

function bare(name: string): string {
  return name
    .replace(/^(?:is|has)(?=[A-Z])/, '')
    .replaceAll('_', '')
    .toLowerCase();
}
