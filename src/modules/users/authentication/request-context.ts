import type { Loaders } from '../../../common/graphql/loaders.js';
import type { Viewer } from '../domain/viewer.js';

/** Context that GraphQL hands to every resolver of a request, or of a subscription's event. */
export interface RequestContext {
  /** Null on the WebSocket, where the viewer is known from connectionParams. */
  request: { headers: { authorization?: string }; ip: string } | null;
  loaders: Loaders;
  viewer?: Viewer;
  /** The authentication that is under way, shared by all fields of the request. */
  authentication?: Promise<Viewer | null>;
}
