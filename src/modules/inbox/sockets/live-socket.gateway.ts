import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer, type Server as ProtocolServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { Config } from '../../../common/config/config.js';
import { isTransient } from '../../../common/database/is-transient.js';
import { TrustedDocuments } from '../../../common/graphql/documents/trusted-documents.js';
import { isIntrospectionOn } from '../../../common/graphql/schema/introspection.js';
import type { ClientAddress } from '../../../common/http/client-address.js';
import { ClientAddresses } from '../../../common/http/client-addresses.js';
import { AuthenticationService } from '../../users/authentication/authentication.service.js';
import { RequestLimits } from '../../users/limits/request-limits.service.js';
import { closeSocket, type CloseReason } from './close-socket.js';
import type { InboxStream } from '../live/inbox-stream.js';
import { LiveConnection } from './live-connection.js';
import { LiveFeeds } from '../live/live-feeds.js';
import { LiveMetrics } from '../live/live-metrics.js';
import { Overload } from '../live/overload.js';
import { SocketCounts } from './socket-counts.js';
import { SocketViewers } from './socket-viewers.js';
import { Subscriber, type CutOffReason } from '../live/subscriber.js';
import { SubscriptionLimits } from './subscription-limits.js';
import { openStreams, prepareSubscription, type SubscriptionContext } from './subscription-request.js';
import { ValidDocuments } from './valid-documents.js';

const PATH = '/graphql';
const MAX_CLIENT_MESSAGE_BYTES = 256 * 1024;
const PING_EVERY_MS = 30_000;
/** For how long a socket may be open without saying whose it is. */
const MAX_INIT_MS = 5_000;
/** A caller who is cut off again and again is logged once in this time. */
const LOG_EVERY_MS = 60_000;
const MAX_LOGGED = 1_000;
/** Sockets that are being told why they are refused: beyond it there is no more than a status, which browsers do not show. */
const MAX_REFUSED = 100;
const END_OF_MESSAGE = Buffer.from('}');
const TOO_MANY_SOCKETS =
  'HTTP/1.1 429 Too Many Requests\r\nretry-after: 10\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/** Live socket: subscriptions over the graphql-transport-ws protocol, on `/graphql`. */
@Injectable()
export class LiveSocketGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveSocketGateway.name);
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_CLIENT_MESSAGE_BYTES,
    perMessageDeflate: false,
    autoPong: false, // answered within the budget, and never piled up for who does not read
    allowSynchronousEvents: false, // a turn of the event loop a message: others have theirs in between
    handleProtocols: (protocols) =>
      protocols.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false,
  });
  private readonly connections = new Set<LiveConnection>();
  private readonly refused = new Set<WebSocket>();
  private readonly loggedAt = new Map<string, number>();
  private pinging: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly config: Config,
    private readonly schemaHost: GraphQLSchemaHost,
    private readonly authentication: AuthenticationService,
    private readonly feeds: LiveFeeds,
    private readonly addresses: ClientAddresses,
    private readonly counts: SocketCounts,
    private readonly limits: SubscriptionLimits,
    private readonly requests: RequestLimits,
    private readonly viewers: SocketViewers,
    private readonly overload: Overload,
    private readonly trusted: TrustedDocuments,
    private readonly metrics: LiveMetrics,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter?.getHttpServer() as Server | undefined;
    if (server === undefined || !this.config.servesApi) return;
    const protocol = this.protocol();
    this.metrics.countConnections(() => this.connections.size);
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head, protocol));
    this.pinging = setInterval(() => this.connections.forEach((connection) => connection.ping()), PING_EVERY_MS);
    this.pinging.unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.pinging);
    for (const socket of this.sockets.clients) closeSocket(socket, 'STOPPING');
    this.sockets.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, protocol: Protocol): void {
    const path = (request.url ?? '').split('?')[0];
    if (path !== PATH) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    const client = this.addresses.of(request);
    const leave = this.counts.enterAddress(client.address);
    if (leave === null) {
      this.refuse(request, socket, head);
      return;
    }
    socket.once('close', leave);
    this.sockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.open(webSocket, { stream: socket, client }, protocol),
    );
  }

  /** A page learns nothing of a refused upgrade: the socket is opened for it, and closed at once with code and reason. */
  private refuse(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (this.refused.size >= MAX_REFUSED) {
      stream.end(TOO_MANY_SOCKETS);
      return;
    }
    this.sockets.handleUpgrade(request, stream, head, (socket) => {
      this.refused.add(socket);
      socket.once('close', () => this.refused.delete(socket));
      socket.on('error', (error) => this.logger.debug(`A socket failed: ${error.name}`));
      this.metrics.recordCutOff('TOO_MANY_OF_ADDRESS');
      closeSocket(socket, 'TOO_MANY_OF_ADDRESS');
    });
  }

  private open(socket: WebSocket, from: { stream: Duplex; client: ClientAddress }, protocol: Protocol): void {
    const connection = new LiveConnection(socket, from, (why) => {
      this.metrics.recordCutOff(why);
      this.log(connection, why);
    });
    this.connections.add(connection);
    connection.whenClosed(() => this.connections.delete(connection));
    socket.on('error', (error) => this.logger.debug(`A socket failed: ${error.name}`));
    const closed = protocol.opened(
      {
        protocol: connection.protocol,
        send: (text) => connection.sendText(text),
        // The protocol's own reason for 4409 repeats the client's id.
        close: (code, reason) =>
          connection.close(code, code === 4409 ? 'There is a subscription with this id' : reason),
        onMessage: (listener) =>
          connection.onMessage(
            async (text) => (isOfServer(text) ? connection.cut('UNEXPECTED') : listener(text)),
            (error) => {
              this.logger.warn(`A message of a socket could not be handled (${(error as Error).name}).`);
              connection.cut(isTransient(error) ? 'UNAVAILABLE' : 'FAULTY');
            },
          ),
      },
      connection,
    );
    socket.once('close', (code, reason) => void closed(code, String(reason)));
  }

  private protocol(): Protocol {
    const hidesSuggestions = !isIntrospectionOn(this.config);
    const documents = new ValidDocuments();
    return makeServer<Record<string, unknown>, LiveConnection>({
      connectionInitWaitTimeout: MAX_INIT_MS,
      onConnect: async ({ connectionParams, extra: connection }) => {
        const authorization = connectionParams?.authorization;
        const isOpen = await this.admit(connection, typeof authorization === 'string' ? authorization : undefined);
        return isOpen || new Promise<boolean>(() => undefined); // the socket closes with our code
      },
      onSubscribe: async ({ extra: connection, subscriptions }, id, payload) => {
        const refusal = await this.limits.refusal(connection, Object.keys(subscriptions).length, payload.query);
        const { schema } = this.schemaHost;
        const rules = { schema, hidesSuggestions, documents, trusted: this.trusted };
        return refusal ?? prepareSubscription(rules, id, payload, connection);
      },
      subscribe: (args) => this.subscribe(args),
    });
  }

  /** Finds out whose the connection is, and counts it; or closes it. */
  private async admit(connection: LiveConnection, authorization: string | undefined): Promise<boolean> {
    if (this.overload.refuses) {
      connection.cut('OVERLOADED'); // before it costs anything, and before the client takes it for a success
      return false;
    }
    const viewer = await this.authentication.authenticate(authorization);
    if (viewer === null) {
      await this.requests.use({ viewer, client: connection.client }, 1);
      connection.cut('UNAUTHENTICATED');
      return false;
    }
    const leave = this.counts.enterUser(viewer.id);
    connection.viewer = viewer;
    this.viewers.add(connection, viewer);
    if (leave === null) connection.cut('TOO_MANY_SOCKETS');
    else connection.whenClosed(leave);
    return leave !== null;
  }

  /** The events come from the feed, not through the iterator, which only says when the client has gone. */
  private async subscribe(args: ExecutionArgs): Promise<AsyncGenerator<never> | ExecutionResult> {
    const { operationId, operation, connection, cost } = args.contextValue as SubscriptionContext;
    const refusal = await this.limits.refusalOfCost(connection, cost);
    if (refusal !== null) return { errors: refusal };
    const streams = await openStreams(args);
    if (!isStreams(streams)) return streams;
    const before = Buffer.from(`{"id":${JSON.stringify(operationId)},"type":"next","payload":`);
    const sink = {
      send: (payloads: readonly Buffer[]) => connection.sendEvents({ before, payloads, after: END_OF_MESSAGE }),
      bytesWaiting: () => connection.bytesWaiting,
      cutOff: (reason: CutOffReason) => connection.cut(reason),
    };
    const subscribers = streams.map((stream) => new Subscriber(stream, operation, sink));
    for (const subscriber of subscribers) await this.feeds.add(subscriber);
    return untilEnded(() => {
      for (const subscriber of subscribers) {
        subscriber.isClosed = true;
        void this.feeds.remove(subscriber);
      }
    });
  }

  /** One line a flood, however often its caller comes back. Other ends of a connection are everyday. */
  private log({ viewer, client }: LiveConnection, why: CloseReason): void {
    if (why !== 'FLOOD' && why !== 'TOO_MANY_SOCKETS') return;
    const caller = viewer === null ? client.address : `${viewer.kind} ${viewer.id} at ${client.address}`;
    const now = performance.now();
    if (now - (this.loggedAt.get(caller) ?? -Infinity) < LOG_EVERY_MS) return;
    if (this.loggedAt.size >= MAX_LOGGED) this.loggedAt.clear();
    this.loggedAt.set(caller, now);
    this.logger.warn(`Cut off ${caller}: ${why === 'FLOOD' ? 'too many messages' : 'too many sockets'}.`);
  }
}

type Protocol = ProtocolServer<LiveConnection>;

function isStreams(result: readonly InboxStream[] | ExecutionResult): result is readonly InboxStream[] {
  return Array.isArray(result);
}

/** Iterator that yields nothing and calls back when it is ended: then the client has gone. */
function untilEnded(onEnd: () => void): AsyncGenerator<never> {
  let end: (result: IteratorResult<never>) => void = () => undefined;
  const ended = new Promise<IteratorResult<never>>((resolve) => (end = resolve));
  const finish = async (): Promise<IteratorResult<never>> => {
    onEnd();
    end({ done: true, value: undefined });
    return { done: true, value: undefined };
  };
  return {
    next: () => ended,
    return: finish,
    throw: finish,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await finish()),
  };
}

/** Whether a message is of a type that only the server sends; graphql-ws takes it for a fault of its own. */
function isOfServer(text: string): boolean {
  if (!/"(?:next|error|connection_ack)"/.test(text)) return false;
  try {
    const message: unknown = JSON.parse(text);
    const type = typeof message === 'object' && message !== null && 'type' in message ? message.type : null;
    return type === 'next' || type === 'error' || type === 'connection_ack';
  } catch {
    return false;
  }
}
