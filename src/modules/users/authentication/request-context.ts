import type { IncomingMessage } from 'node:http';
import type { Loaders } from '../../../common/graphql/loaders.js';
import type { Viewer } from '../domain/viewer.js';

/** Request over HTTP, as far as others than Fastify need it. One object a request. */
export interface HttpRequest {
  headers: { authorization?: string };
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
