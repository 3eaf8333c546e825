import { blocksOf, type Inline } from './formatting';

/** Where a link leads. `host` is what browsers ask for: letters that are not of English stand there as xn--…. */
export interface LinkHost {
  host: string;
  /** Its letters are not all of English, so that it may look like another one. */
  isForeign: boolean;
  /** Something stands before the host that looks like one: https://bank.example@evil.example. */
  isDisguised: boolean;
}

/** The hosts of all links in a text, each once, in the order in which they are met. */
export function linkHosts(text: string): LinkHost[] {
  const hosts = new Map<string, LinkHost>();
  for (const { hostname, host, username } of hrefsOf(text).map((href) => new URL(href))) {
    const before = hosts.get(host);
    hosts.set(host, {
      host,
      isForeign: hostname.split('.').some((label) => label.startsWith('xn--')),
      isDisguised: username !== '' || before?.isDisguised === true,
    });
  }
  return [...hosts.values()];
}

function hrefsOf(text: string): string[] {
  return blocksOf(text).flatMap((block) => {
    if (block.kind === 'pre') return [];
    return ('items' in block ? block.items : block.lines).flat().flatMap(linksIn);
  });
}

function linksIn(inline: Inline): string[] {
  if (inline.kind === 'link') return [inline.href];
  return 'children' in inline ? inline.children.flatMap(linksIn) : [];
}
