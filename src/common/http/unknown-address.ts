import { NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { because } from '../errors/because.js';
import { answersProblemDocuments, problemOf } from './problem-document.js';
import { headersOfAnswer } from './security-headers.js';

/** Nothing at an address: Nest's own message, and that of Fastify, quote it. */
export const NOTHING_HERE = { code: 'NOT_FOUND', ...because('NOTHING_AT_ADDRESS') };

/**
 * Answers requests whose address cannot be decoded, or has a part that is too long, as one that leads nowhere. Fastify
 * would quote the address; no hook sees these requests.
 */
export function answerUnknownAddress(
  config: Config,
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => void {
  const ofAnswer = headersOfAnswer(config);
  return (_error, { url }, reply) => {
    if (answersProblemDocuments(url)) {
      const { status, headers, body } = problemOf(new NotFoundException());
      void reply.code(status).headers(ofAnswer).headers(headers).send(body);
    } else
      void reply
        .code(404)
        .headers(ofAnswer)
        .send({ errors: [NOTHING_HERE] });
  };
}
