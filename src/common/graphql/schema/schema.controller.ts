import { createHash } from 'node:crypto';
import { Controller, Get, Headers, NotFoundException, Res } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply } from 'fastify';
import { Config } from '../../config/config.js';
import { isIntrospectionOn } from './introspection.js';
import { schemaText } from './schema-text.js';

interface ServedSchema {
  text: string;
  etag: string;
}

/** `GET /schema.graphql`: the schema of this very version, for code generators; where GRAPHQL_INTROSPECTION lets it be told. */
@Controller()
export class SchemaController {
  private served: ServedSchema | null = null;

  constructor(
    private readonly config: Config,
    private readonly host: GraphQLSchemaHost,
  ) {}

  @Get('schema.graphql')
  show(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): void {
    if (!isIntrospectionOn(this.config)) {
      throw new NotFoundException('This server does not tell its schema (GRAPHQL_INTROSPECTION).');
    }
    const { text, etag } = (this.served ??= withEtag(schemaText(this.host.schema)));
    void reply.headers({ etag, 'cache-control': 'public, max-age=0, must-revalidate' });
    if (known?.split(/\s*,\s*/).some((tag) => tag.replace(/^W\//, '') === etag) === true) {
      void reply.code(304).send();
      return;
    }
    void reply.type('text/plain; charset=utf-8').send(text);
  }
}

function withEtag(text: string): ServedSchema {
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
}
