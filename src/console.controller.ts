import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Header, NotFoundException, Param } from '@nestjs/common';
import { packageRoot } from './common/package-root.js';

const CONSOLE = join(packageRoot(), 'console');
const SCRIPTS = ['console.js', 'live-events.js'];
/** Nothing but its own files and this server. */
const POLICY =
  "default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'";

/** The operator console at `/`: a page without any data, which signs in like every other front end. */
@Controller()
export class ConsoleController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  page(): string {
    return read('index.html');
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
