import type { IncomingMessage } from 'node:http';
import type { ClientAddress } from '../../../common/http/client-address.js';
import type { ClientAddresses } from '../../../common/http/client-addresses.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import type { Viewer } from '../domain/viewer.js';

/** Request over HTTP, as far as others than Fastify need it. One object a request. */
export interface HttpRequest {
  headers: { authorization?: string; cookie?: string; 'user-agent'?: string };
  ip: string;
  raw: IncomingMessage;
}

/** Context that GraphQL hands to every resolver of a request, or of a subscription's event. */
export interface RequestContext {
  /** Null on the WebSocket, where the viewer is known from connectionParams. */
  request: HttpRequest | null;
  loaders: Loaders;
  viewer?: Viewer;
}

/** Mutations come over HTTP; a context without a request is that of a subscription. */
const NOBODY: ClientAddress = { address: '', claimed: null };

/** The client of a request, as limits count it. */
export function clientOf(request: HttpRequest | null, addresses: ClientAddresses): ClientAddress {
  return request === null ? NOBODY : addresses.of(request.raw);
}
