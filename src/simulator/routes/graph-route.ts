import type { FastifyRequest } from 'fastify';
import type { Caller } from '../access.js';

type Body = Record<string, unknown>;

export type RouteHandler = (context: {
  caller: Caller;
  id: string;
  body: Body;
  query: Record<string, string>;
  request: FastifyRequest;
}) => unknown;

/** Registers a path of the Graph API, without its version. */
export type RegisterRoute = (method: 'GET' | 'POST' | 'DELETE', path: string, work: RouteHandler) => void;
