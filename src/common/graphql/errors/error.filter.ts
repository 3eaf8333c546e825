import { Catch, HttpException, NotFoundException, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { GqlContextType } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTransient } from '../../database/is-transient.js';
import { answersProblemDocuments, problemOf } from '../../http/problem-document.js';
import { NOTHING_HERE } from '../../http/unknown-address.js';
import { UNAVAILABLE } from './format-error.js';
import { because } from '../../errors/because.js';

/** JavaScript's own message quotes the body. */
const NOT_JSON = { code: 'INVALID_FORMAT', ...because('BODY_NOT_JSON') };

/**
 * Leaves GraphQL errors to formatGraphqlError, which masks and logs them; Nest would log what they quote. Elsewhere a
 * database that cannot be reached is a 503. On the REST side every error is a problem document.
 */
@Catch()
export class ErrorFilter extends BaseExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<GqlContextType>() === 'graphql') return error;
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (answersProblemDocuments(host.switchToHttp().getRequest<FastifyRequest>().url) && !reply.sent) {
      const { status, headers, body } = problemOf(error);
      return reply.code(status).headers(headers).send(body);
    }
    if (error instanceof NotFoundException && !reply.sent) return reply.code(404).send({ errors: [NOTHING_HERE] });
    if (error instanceof SyntaxError && !reply.sent) return reply.code(400).send({ errors: [NOT_JSON] });
    if (error instanceof HttpException || reply.sent || !isTransient(error)) return super.catch(error, host);
    const { status, headers, code, message } = UNAVAILABLE;
    return reply
      .code(status)
      .headers(headers)
      .send({ errors: [{ code, message }] });
  }
}
