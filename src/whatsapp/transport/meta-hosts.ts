/** Hosts of Meta from which files come; with a dot in front, every host beneath it. */
const META_HOSTS = ['graph.facebook.com', 'lookaside.fbsbx.com', '.fbcdn.net', '.whatsapp.net'];

/** Refused address: where Meta's answer says a file lies is no place from which one is fetched. Says why in a sentence. */
export class RefusedAddressError extends Error {
  constructor(readonly why: string) {
    super(`Meta named an address for this file that is not opened: ${why}.`);
  }
}

/** Where addresses in Meta's answers may lead to. */
export interface KnownHosts {
  /** Of GRAPH_API_URL, such as `https://graph.facebook.com`: whatever is called there may be fetched there, also by http. */
  apiOrigin: string;
  /** Beside Meta's own. */
  further: readonly string[];
}

/**
 * Address of a file, as Meta's answer names it: https on a host of Meta, or on the very origin of GRAPH_API_URL.
 * @throws RefusedAddressError for every other one
 */
export function metaAddress(text: string, { apiOrigin, further }: KnownHosts): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw new RefusedAddressError('it is no address');
  if (url.username !== '' || url.password !== '') throw new RefusedAddressError('it holds a user name or a password');
  if (url.origin === apiOrigin) return url;
  if (url.protocol !== 'https:') throw new RefusedAddressError('it does not begin with https');
  if (url.port !== '') throw new RefusedAddressError('it names a port');
  if (![...META_HOSTS, ...further].some((host) => isOf(url.hostname, host.toLowerCase())))
    throw new RefusedAddressError(`its host (${url.hostname.slice(0, 100)}) is none of Meta’s (see META_MEDIA_HOSTS)`);
  return url;
}

function isOf(hostname: string, host: string): boolean {
  return host.startsWith('.') ? hostname.endsWith(host) : hostname === host;
}
