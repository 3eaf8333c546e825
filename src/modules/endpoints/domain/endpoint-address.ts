import { isIP } from 'node:net';
import { isPublicAddress } from '../../../common/http/public-lookup.js';
import { because, type Because } from '../../../common/errors/because.js';

/** Where endpoints may lie, beside the public internet. */
export interface AllowedPlaces {
  /** This machine itself, also by http: outside production. */
  isLoopbackAllowed: boolean;
  /** Hosts in a private network that the operator has named (ENDPOINT_PRIVATE_HOSTS), also by http. */
  privateHosts: readonly string[];
}

/** Whether the connection to a host is held to public addresses, to this machine, or to nothing. */
export type Reach = 'PUBLIC' | 'LOOPBACK' | 'PRIVATE';

/** An address of an endpoint that is none: why, in a sentence. */
export class RefusedEndpointAddressError extends Error {
  override readonly name = 'RefusedEndpointAddressError';

  constructor(readonly why: Because) {
    super(why.message);
  }
}

const MIN_FREE_PORT = 1_024;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/**
 * Reads the address of an endpoint, in whatever disguise: the URL parser has made an address of decimal and octal numbers
 * before it is looked at. Names are looked up when they are connected to.
 * @throws RefusedEndpointAddressError
 */
export function readEndpointAddress(text: string, places: AllowedPlaces): { url: URL; reach: Reach } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === '') throw refused(because('ENDPOINT_ADDRESS_FORM'));
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused(because('ENDPOINT_NEEDS_HTTPS'));
  if (url.username !== '' || url.password !== '') throw refused(because('ENDPOINT_WITH_PASSWORD'));
  if (url.hash !== '') throw refused(because('ENDPOINT_WITH_FRAGMENT'));
  const reach = reachOf(hostOf(url), places);
  if (url.protocol !== 'https:' && reach === 'PUBLIC') throw refused(because('ENDPOINT_NEEDS_HTTPS'));
  if (reach === 'PUBLIC' && url.port !== '' && Number(url.port) < MIN_FREE_PORT)
    throw refused(because('ENDPOINT_PORT', { port: url.port, from: MIN_FREE_PORT }));
  return { url, reach };
}

/** The host as it is connected to: IPv6 without brackets, names without a dot at the end. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** @throws RefusedEndpointAddressError for what lies in no place that is allowed */
export function reachOf(host: string, { isLoopbackAllowed, privateHosts }: AllowedPlaces): Reach {
  if (privateHosts.some((allowed) => allowed.toLowerCase() === host)) return 'PRIVATE';
  if (LOOPBACK.test(host) && isLoopbackAllowed) return 'LOOPBACK';
  const isPrivate = isIP(host) !== 0 ? !isPublicAddress(host) : host === 'localhost' || host.endsWith('.localhost');
  if (isPrivate) throw refused(because('ENDPOINT_PRIVATE'));
  return 'PUBLIC';
}

function refused(why: Because): RefusedEndpointAddressError {
  return new RefusedEndpointAddressError(why);
}
