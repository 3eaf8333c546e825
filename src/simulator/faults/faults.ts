import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorWithCode } from '../sim-error.js';
import type { PlannedError, SimWorld } from '../world/world.js';

/** Injects planned errors: an error code, an HTML page, a connection cut before or after the work was done. */
export class SimFaults {
  constructor(private readonly world: SimWorld) {}

  /** Runs before the work. Returns true when the connection is to be cut after it. */
  async before(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    await this.delay(request.url);
    const header = request.headers['x-sim-error'];
    if (typeof header === 'string') throw errorWithCode(Number(header));
    const planned = this.nextPlannedError(request.url);
    if (planned === undefined) return false;
    switch (planned.kind) {
      case 'CODE':
        throw errorWithCode(planned.code, planned.subcode);
      case 'HTTP_500':
        await reply.code(500).type('text/html').send('<html><body>Sorry, something went wrong.</body></html>');
        return false;
      case 'RESET_BEFORE':
        cutConnection(request, reply);
        return false;
      case 'RESET_AFTER':
        return true;
    }
  }

  private async delay(url: string): Promise<void> {
    const { settings, delayed } = this.world;
    if (settings.latencyMs <= 0) return;
    delayed.push(url);
    await new Promise((resolve) => setTimeout(resolve, settings.latencyMs));
    delayed.splice(delayed.indexOf(url), 1);
  }

  private nextPlannedError(url: string): PlannedError | undefined {
    const index = this.world.plannedErrors.findIndex(({ path }) => url.includes(path));
    const planned = this.world.plannedErrors[index];
    if (planned === undefined) return undefined;
    if (planned.times !== null) planned.times -= 1;
    if (planned.times !== null && planned.times <= 0) this.world.plannedErrors.splice(index, 1);
    return planned;
  }
}

export function cutConnection(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.resetAndDestroy();
}
