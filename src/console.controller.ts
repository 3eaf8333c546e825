import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Header, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from './common/config/config.js';
import { pagePolicy } from './common/http/security-headers.js';
import { packageRoot } from './common/package-root.js';

const CONSOLE = join(packageRoot(), 'console');
const SCRIPTS = ['api.js', 'console.js', 'live-events.js', 'message-view.js'];

/** The operator console at `/`: a page without any data, which signs in like every other front end. */
@Controller()
export class ConsoleController {
  constructor(private readonly config: Config) {}

  @Get()
  async page(@Res() reply: FastifyReply): Promise<void> {
    await reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy(this.config.publicUrl))
      .send(read('index.html'));
  }

  @Get('console.css')
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return read('console.css');
  }

  @Get(':name.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  script(@Param('name') name: string): string {
    const file = `${name}.js`;
    if (!SCRIPTS.includes(file)) throw new NotFoundException();
    return read(file);
  }
}

function read(name: string): string {
  return readFileSync(join(CONSOLE, name), 'utf8');
}
