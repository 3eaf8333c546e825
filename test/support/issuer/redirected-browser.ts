/** Where a browser is after a request: at an address, with a page or without. */
interface Arrival {
  url: string;
  status: number;
  /** Set-Cookie headers of the last answer that had any. */
  cookies: string[];
}

/** Browser as far as sign-ins need one: it keeps cookies by origin, and follows redirects. */
export class RedirectedBrowser {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** Follows redirects until an answer is none, or leads to an address with a fragment. */
  async open(url: string, form?: Record<string, string>): Promise<Arrival> {
    let [at, body, set] = [url, form, [] as string[]];
    for (let step = 0; step < 10; step += 1) {
      const response = await fetch(at, {
        redirect: 'manual',
        headers: { accept: 'text/html', cookie: this.cookieHeader(at) },
        ...(body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) }),
      });
      await response.arrayBuffer();
      const received = response.headers.getSetCookie();
      if (received.length > 0) set = received;
      this.keep(at, received);
      const location = response.headers.get('location');
      if (location === null) return { url: at, status: response.status, cookies: set };
      [at, body] = [new URL(location, at).href, undefined];
      if (at.includes('#')) return { url: at, status: response.status, cookies: set };
    }
    throw new Error(`Redirected without end, to ${at} at last.`);
  }

  cookieHeader(url: string): string {
    const ofOrigin = this.cookies.get(new URL(url).origin) ?? new Map<string, string>();
    return [...ofOrigin].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Keeps the cookies of an answer. */
  keep(url: string, received: readonly string[]): void {
    const { origin } = new URL(url);
    const ofOrigin = this.cookies.get(origin) ?? new Map<string, string>();
    for (const header of received) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(header)) ofOrigin.delete(name);
      else ofOrigin.set(name, value);
    }
    this.cookies.set(origin, ofOrigin);
  }
}
