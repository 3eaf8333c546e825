import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, parse } from 'graphql';
import { TrustedDocuments, type DocumentRequest } from '../documents/trusted-documents.js';
import { MAX_TOKENS, refuseLongQuery, refuseMonstrousQuery } from './query-cost.js';

/** Documents that are remembered as bounded: front ends ask the same ones all day. */
const MAX_REMEMBERED = 1_000;

/**
 * Bounds of a query over HTTP before the GraphQL server sees it: bytes, whether it is trusted, then tokens, then its shape,
 * so that neither parsing nor validation can be made slow. A text that is no GraphQL is left to the server, which says what is wrong.
 */
@Injectable()
export class QueryBounds implements OnModuleInit {
  private readonly bounded = new Set<string>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly documents: TrustedDocuments,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    server?.addHook('preHandler', async (request, reply) => {
      if (request.routeOptions.url === '/graphql') this.check(request, reply);
    });
  }

  private check(request: FastifyRequest, reply: FastifyReply): void {
    const place = (request.method === 'GET' ? request.query : request.body) as DocumentRequest | null | undefined;
    if (typeof place !== 'object' || place === null) return;
    try {
      const text = this.documentIn(place);
      if (text !== undefined) this.refuseUnbounded(text);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const { http: _http, ...extensions } = error.extensions;
      void reply.code(400).send({ errors: [{ message: error.message, extensions }] });
    }
  }

  /** Text of the document; one that was named by its id is put into its place, for the server to run. */
  private documentIn(place: DocumentRequest): string | undefined {
    if (typeof place.query === 'string') refuseLongQuery(place.query);
    const text = this.documents.textOf(place);
    if (text !== undefined && text !== place.query) {
      place.query = text;
      delete place.extensions;
    }
    return text;
  }

  private refuseUnbounded(text: string): void {
    refuseLongQuery(text);
    const hash = createHash('sha256').update(text).digest('base64');
    if (this.bounded.has(hash)) return;
    let document;
    try {
      document = parse(text, { maxTokens: MAX_TOKENS, noLocation: true });
    } catch {
      return; // the server finds the same, and says where
    }
    refuseMonstrousQuery(document);
    if (this.bounded.size >= MAX_REMEMBERED) this.bounded.clear();
    this.bounded.add(hash);
  }
}
