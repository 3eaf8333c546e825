/** A text as WhatsApp formats it: *bold*, _italic_, ~struck~, `code`, ```block```, lists, > quotes, and links. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] };

export type Block =
  | { kind: 'paragraph' | 'quote'; lines: Inline[][] }
  | { kind: 'bullets' | 'numbers'; items: Inline[][] }
  | { kind: 'pre'; text: string };

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
/** http and https alone: no other scheme becomes something that one can click. */
const LINK = /\bhttps?:\/\/[^\s<>"']+|\bwww\.[^\s<>"']+\.[^\s<>"']+/giu;
const TRAILING = /[.,:;!?)\]}'"»”’]+$/u;

export function blocksOf(text: string): Block[] {
  const parts = text.replace(/\r\n?/g, '\n').split(/```([\s\S]+?)```/);
  return parts.flatMap((part, index) => {
    if (index % 2 === 1) return [{ kind: 'pre' as const, text: part.replace(/^\n|\n$/g, '') }];
    const trimmed = part.replace(/^\n/, '').replace(/\n$/, '');
    return trimmed === '' ? [] : linesToBlocks(trimmed.split('\n'));
  });
}

/** Without the marks, for one line. */
export function plainText(text: string): string {
  return text
    .replace(/```/g, '')
    .replace(/(^|[^\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\2(?![\p{L}\p{N}])/gu, '$1$3')
    .replace(/\s+/g, ' ');
}

function linesToBlocks(lines: string[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const [kind, content] = kindOf(line);
    const parsed = inlinesOf(content);
    const last = blocks.at(-1);
    if (kind === 'bullets' || kind === 'numbers') {
      if (last?.kind === kind) last.items.push(parsed);
      else blocks.push({ kind, items: [parsed] });
    } else if (last?.kind === kind) last.lines.push(parsed);
    else blocks.push({ kind, lines: [parsed] });
  }
  return blocks;
}

function kindOf(line: string): ['paragraph' | 'quote' | 'bullets' | 'numbers', string] {
  const quote = /^> (.*)$/u.exec(line);
  if (quote !== null) return ['quote', quote[1] ?? ''];
  const bullet = /^[-*] (\S.*)$/u.exec(line);
  if (bullet !== null) return ['bullets', bullet[1] ?? ''];
  const number = /^\d{1,3}\. (\S.*)$/u.exec(line);
  // Numbers keep the digits that were written: they need not begin with 1.
  if (number !== null) return ['numbers', line];
  return ['paragraph', line];
}

export function inlinesOf(text: string): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') found.push(...linksOf(plain));
    plain = '';
  };
  for (let index = 0; index < text.length;) {
    const character = text.charAt(index);
    const end = markEnd(text, index);
    if (end === null) {
      plain += character;
      index += 1;
      continue;
    }
    flush();
    const inner = text.slice(index + 1, end);
    if (character === '`') found.push({ kind: 'code', text: inner });
    else found.push({ kind: MARKS[character as keyof typeof MARKS], children: inlinesOf(inner) });
    index = end + 1;
  }
  flush();
  return found;
}

/** Where the mark that begins here ends; null: it is a character like any other. Inside of words and links it is. */
function markEnd(text: string, start: number): number | null {
  const mark = text.charAt(start);
  if (mark !== '`' && !(mark in MARKS)) return null;
  if (/[\p{L}\p{N}/:_.=&?-]/u.test(text.charAt(start - 1)) && !'*_~'.includes(text.charAt(start - 1))) return null;
  if (/\s|^$/.test(text.charAt(start + 1))) return null;
  for (let end = text.indexOf(mark, start + 2); end > 0; end = text.indexOf(mark, end + 1)) {
    if (/\s/.test(text.charAt(end - 1)) || /[\p{L}\p{N}]/u.test(text.charAt(end + 1))) continue;
    return end;
  }
  return null;
}

function linksOf(text: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = match[0].replace(TRAILING, '');
    const href = safeHref(shown);
    if (href === null) continue;
    if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index) });
    found.push({ kind: 'link', text: shown, href });
    from = match.index + shown.length;
  }
  if (from < text.length) found.push({ kind: 'text', text: text.slice(from) });
  return found;
}

/** An address that may be opened; null for every scheme but http and https, and for what is none. */
export function safeHref(text: string): string | null {
  try {
    const url = new URL(text.startsWith('www.') || text.startsWith('WWW.') ? `https://${text}` : text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}
