import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Page } from 'playwright-core';

const BUILT = join(import.meta.dirname, '..', '..', '..', 'examples', 'dist');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** The built pages of examples/, at an origin of their own, as a company would serve its front end. */
export class ExamplePages {
  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async start(): Promise<ExamplePages> {
    if (!existsSync(BUILT)) throw new Error('npm run build --workspace examples');
    const server = createServer((request, response) => {
      const path = join(BUILT, normalize(new URL(request.url ?? '/', 'http://pages').pathname));
      const file = path.endsWith('/') ? join(path, 'index.html') : path;
      if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      return createReadStream(file).pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ExamplePages(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** One of the chat pages, as whoever reads it sees it. */
export class ExamplePage {
  constructor(private readonly page: Page) {}

  async signIn(address: string, { email, password }: { email: string; password: string }): Promise<void> {
    await this.page.goto(address);
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async shows(text: string): Promise<void> {
    await this.page.getByRole('listitem').filter({ hasText: text }).first().waitFor({ timeout: 60_000 });
  }

  async writes(text: string): Promise<void> {
    await this.page.getByLabel('Message').fill(text);
    await this.page.getByLabel('Message').press('Enter');
  }

  texts(): Promise<string[]> {
    return this.page.getByRole('listitem').allInnerTexts();
  }
}
