import type { FastifyInstance } from 'fastify';

/** The simulator's page as a part of this server: reachable where the console is. Only the demo has one, production never. */
export interface SimulatorPage {
  /** With a slash at both ends. */
  path: string;
  serve(server: FastifyInstance): Promise<void>;
}
