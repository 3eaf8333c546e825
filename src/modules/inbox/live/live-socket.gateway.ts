import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  createSourceEventStream,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql';
import {
  GRAPHQL_TRANSPORT_WS_PROTOCOL,
  makeServer,
  type Server as ProtocolServer,
  type SubscribePayload,
} from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { Config } from '../../../common/config/config.js';
import { isTransient } from '../../../common/database/is-transient.js';
import { formatGraphqlError } from '../../../common/graphql/errors/format-error.js';
import { Loaders } from '../../../common/graphql/loaders.js';
import { MAX_TOKENS, refuseCostlyQuery } from '../../../common/graphql/query-cost.js';
import { AuthenticationService } from '../../users/authentication/authentication.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { RequestContext } from '../../users/authentication/request-context.js';
import { InboxStream } from './inbox-stream.js';
import { LiveFeeds } from './live-feeds.js';
import { examine, type Operation } from './rendering.js';
import { Subscriber, type CutOffReason } from './subscriber.js';

interface Extra {
  socket: WebSocket;
  viewer: Viewer | null;
}

interface LiveContext extends RequestContext {
  operationId: string;
  operation: Operation;
  socket: WebSocket;
}

const PATH = '/graphql';
const LARGEST_CLIENT_MESSAGE = 256 * 1024;
const MOST_SUBSCRIPTIONS_A_SOCKET = 50;
const PING_EVERY_MS = 30_000;
const CLOSE_GRACE_MS = 2_000;
/** graphql-ws clients give up on 4401 and 4500 and reconnect on the others. */
const CLOSE_CODES: Record<CutOffReason | 'UNAUTHENTICATED' | 'STOPPING' | 'FAULTY', { code: number; reason: string }> =
  {
    TOO_SLOW: { code: 4413, reason: 'Too slow: reconnect with your last cursor' },
    NOT_ALLOWED: { code: 4403, reason: 'Forbidden: the session has ended or a right was withdrawn' },
    UNAVAILABLE: { code: 1013, reason: 'Try again later' },
    UNAUTHENTICATED: { code: 4401, reason: 'Unauthorized: send the token in connectionParams.authorization' },
    STOPPING: { code: 1012, reason: 'Restarting: reconnect with your last cursor' },
    FAULTY: { code: 4500, reason: 'Internal server error' },
  };

/** Subscriptions over WebSocket: the graphql-transport-ws protocol on `/graphql`. */
@Injectable()
export class LiveSocketGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveSocketGateway.name);
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_CLIENT_MESSAGE,
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
    for (const socket of this.sockets.clients) close(socket, 'STOPPING');
    this.sockets.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, protocol: ProtocolServer<Extra>): void {
    const path = (request.url ?? '').split('?')[0];
    if (path !== PATH) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (client) => this.open(client, protocol));
  }

  private open(client: WebSocket, protocol: ProtocolServer<Extra>): void {
    this.answered.add(client);
    client.on('pong', () => this.answered.add(client));
    client.on('error', (error) => this.logger.debug(`A socket failed: ${error.name}`));
    const closed = protocol.opened(
      {
        protocol: client.protocol,
        send: (text) =>
          new Promise((resolve, reject) => client.send(text, (error) => (error ? reject(error) : resolve()))),
        close: (code, reason) => client.close(code, reason),
        onMessage: (listener) =>
          client.on('message', (data) => {
            listener(String(data)).catch((error: unknown) => {
              this.logger.warn(`A message of a socket could not be handled (${(error as Error).name}).`);
              close(client, isTransient(error) ? 'UNAVAILABLE' : 'FAULTY');
            });
          }),
      },
      { socket: client, viewer: null },
    );
    client.once('close', (code, reason) => void closed(code, String(reason)));
  }

  private protocol(): ProtocolServer<Extra> {
    return makeServer<Record<string, unknown>, Extra>({
      onConnect: async ({ connectionParams, extra }) => {
        const authorization = connectionParams?.authorization;
        extra.viewer = await this.authentication.authenticate(
          typeof authorization === 'string' ? authorization : undefined,
        );
        if (extra.viewer !== null) return true;
        close(extra.socket, 'UNAUTHENTICATED');
        return new Promise<boolean>(() => undefined); // the socket closes with our code
      },
      onSubscribe: ({ extra, subscriptions }, id, payload) => {
        if (Object.keys(subscriptions).length > MOST_SUBSCRIPTIONS_A_SOCKET) return [tooManySubscriptions()];
        return this.prepare(id, payload, extra);
      },
      subscribe: (args) => this.subscribe(args),
    });
  }

  private prepare(
    operationId: string,
    payload: SubscribePayload,
    { socket, viewer }: Extra,
  ): ExecutionArgs | GraphQLError[] {
    const { schema } = this.schemaHost;
    const variables = payload.variables ?? undefined;
    const operationName = payload.operationName ?? undefined;
    let document: DocumentNode;
    try {
      document = parse(payload.query, { maxTokens: MAX_TOKENS });
    } catch (error) {
      return [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
    }
    const problems = validate(schema, document);
    if (problems.length > 0) return problems.map((problem) => coded(problem, 'GRAPHQL_VALIDATION_FAILED'));
    try {
      if (getOperationAST(document, operationName)?.operation !== 'subscription') return [onlySubscriptions()];
      refuseCostlyQuery(schema, document, variables, operationName);
      const operation = examine(schema, payload.query, document, operationName, variables);
      const contextValue: LiveContext = {
        request: null,
        loaders: new Loaders(),
        viewer: viewer ?? undefined,
        operationId,
        operation,
        socket,
      };
      return { schema, document, operationName, variableValues: variables, contextValue };
    } catch (error) {
      if (error instanceof GraphQLError) return [masked(error)];
      throw error;
    }
  }

  /** Permission and cursor are checked by the resolver; the events come from the feed, not through the iterator. */
  private async subscribe(args: ExecutionArgs): Promise<AsyncGenerator<never> | ExecutionResult> {
    const source = await createSourceEventStream(args);
    if (!(source instanceof InboxStream)) {
      const errors = (source as ExecutionResult).errors ?? [];
      const passing = errors.find(({ originalError }) => isTransient(originalError));
      if (passing !== undefined) throw passing.originalError; // the socket closes; clients come back by themselves
      return { errors: errors.map(masked) };
    }
    const { operationId, operation, socket } = args.contextValue as LiveContext;
    const begin = `{"id":${JSON.stringify(operationId)},"type":"next","payload":`;
    const subscriber = new Subscriber(source, operation, {
      send: (payload) => socket.send(`${begin}${payload}}`),
      bytesWaiting: () => socket.bufferedAmount,
      cutOff: (reason) => close(socket, reason),
    });
    await this.feeds.add(subscriber);
    return endless(() => {
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

/** Yields nothing until it is ended: it only tells when the client has gone. */
function endless(onEnd: () => void): AsyncGenerator<never> {
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

/** A client that does not take the close frame either is dropped. */
function close(socket: WebSocket, why: keyof typeof CLOSE_CODES): void {
  const { code, reason } = CLOSE_CODES[why];
  socket.close(code, reason);
  setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref();
}

function coded({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}

function masked(error: GraphQLError): GraphQLError {
  const { message, extensions } = formatGraphqlError(error.toJSON(), error);
  return new GraphQLError(message, { nodes: error.nodes, path: error.path, extensions });
}

function onlySubscriptions(): GraphQLError {
  return new GraphQLError('Send queries and mutations by POST /graphql; the socket is for subscriptions.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

function tooManySubscriptions(): GraphQLError {
  return new GraphQLError(`At most ${MOST_SUBSCRIPTIONS_A_SOCKET} subscriptions a socket, please.`, {
    extensions: { code: 'RATE_LIMITED' },
  });
}
