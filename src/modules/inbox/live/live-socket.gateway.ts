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
import { AuthenticationService } from '../../users/authentication/authentication.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { closeSocket } from './close-socket.js';
import { InboxStream } from './inbox-stream.js';
import { LiveFeeds } from './live-feeds.js';
import { Subscriber } from './subscriber.js';
import { openStream, prepareSubscription, refuseTooMany, type SubscriptionContext } from './subscription-request.js';

/** What the protocol remembers of a socket. */
interface Connection {
  socket: WebSocket;
  viewer: Viewer | null;
}

const PATH = '/graphql';
const MAX_CLIENT_MESSAGE_BYTES = 256 * 1024;
const PING_EVERY_MS = 30_000;

/** Live socket: subscriptions over the graphql-transport-ws protocol, on `/graphql`. */
@Injectable()
export class LiveSocketGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveSocketGateway.name);
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_CLIENT_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (protocols) =>
      protocols.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false,
  });
  private readonly answered = new WeakSet<WebSocket>();
  private pinging: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly config: Config,
    private readonly schemaHost: GraphQLSchemaHost,
    private readonly authentication: AuthenticationService,
    private readonly feeds: LiveFeeds,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter?.getHttpServer() as Server | undefined;
    if (server === undefined || !this.config.servesApi) return;
    const protocol = this.protocol();
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head, protocol));
    this.pinging = setInterval(() => this.pingAll(), PING_EVERY_MS);
    this.pinging.unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.pinging);
    for (const socket of this.sockets.clients) closeSocket(socket, 'STOPPING');
    this.sockets.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, protocol: ProtocolServer<Connection>): void {
    const path = (request.url ?? '').split('?')[0];
    if (path !== PATH) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (client) => this.open(client, protocol));
  }

  private open(client: WebSocket, protocol: ProtocolServer<Connection>): void {
    this.answered.add(client);
    client.on('pong', () => this.answered.add(client));
    client.on('error', (error) => this.logger.debug(`A socket failed: ${error.name}`));
    const closed = protocol.opened(
      {
        protocol: client.protocol,
        send: (text) =>
          new Promise((resolve, reject) => client.send(text, (error) => (error ? reject(error) : resolve()))),
        // The protocol's own reason for 4409 repeats the client's id.
        close: (code, reason) => client.close(code, code === 4409 ? 'There is a subscription with this id' : reason),
        onMessage: (listener) =>
          client.on('message', (data) => {
            listener(String(data)).catch((error: unknown) => {
              this.logger.warn(`A message of a socket could not be handled (${(error as Error).name}).`);
              closeSocket(client, isTransient(error) ? 'UNAVAILABLE' : 'FAULTY');
            });
          }),
      },
      { socket: client, viewer: null },
    );
    client.once('close', (code, reason) => void closed(code, String(reason)));
  }

  private protocol(): ProtocolServer<Connection> {
    return makeServer<Record<string, unknown>, Connection>({
      onConnect: async ({ connectionParams, extra }) => {
        const authorization = connectionParams?.authorization;
        extra.viewer = await this.authentication.authenticate(
          typeof authorization === 'string' ? authorization : undefined,
        );
        if (extra.viewer !== null) return true;
        closeSocket(extra.socket, 'UNAUTHENTICATED');
        return new Promise<boolean>(() => undefined); // the socket closes with our code
      },
      onSubscribe: ({ extra, subscriptions }, id, payload) => {
        const refusal = refuseTooMany(Object.keys(subscriptions).length);
        return refusal ?? prepareSubscription(this.schemaHost.schema, id, payload, extra);
      },
      subscribe: (args) => this.subscribe(args),
    });
  }

  /** The events come from the feed, not through the iterator, which only says when the client has gone. */
  private async subscribe(args: ExecutionArgs): Promise<AsyncGenerator<never> | ExecutionResult> {
    const stream = await openStream(args);
    if (!(stream instanceof InboxStream)) return stream;
    const { operationId, operation, socket } = args.contextValue as SubscriptionContext;
    const begin = `{"id":${JSON.stringify(operationId)},"type":"next","payload":`;
    const subscriber = new Subscriber(stream, operation, {
      send: (payload) => socket.send(`${begin}${payload}}`),
      bytesWaiting: () => socket.bufferedAmount,
      cutOff: (reason) => closeSocket(socket, reason),
    });
    await this.feeds.add(subscriber);
    return untilEnded(() => {
      subscriber.isClosed = true;
      void this.feeds.remove(subscriber);
    });
  }

  private pingAll(): void {
    for (const socket of this.sockets.clients) {
      if (!this.answered.has(socket)) socket.terminate();
      this.answered.delete(socket);
      socket.ping();
    }
  }
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
