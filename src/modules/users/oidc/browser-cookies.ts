import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import { Config } from '../../../common/config/config.js';

/** What a cookie is set with. */
interface CookieOptions {
  path: string;
  sameSite: 'lax' | 'strict';
  maxAgeSeconds: number;
}

/** Cookies of a sign-in at the issuer: read by no script, sent by https alone where PUBLIC_URL is https. There are no others. */
@Injectable()
export class BrowserCookies {
  private readonly isSecure: boolean;

  constructor(config: Config) {
    this.isSecure = config.publicUrl.startsWith('https:');
  }

  /** A header Set-Cookie. */
  set(name: string, value: string, { path, sameSite, maxAgeSeconds }: CookieOptions): string {
    return stringifySetCookie({
      name: this.nameOf(name, path),
      value,
      path,
      sameSite,
      maxAge: maxAgeSeconds,
      httpOnly: true,
      secure: this.isSecure,
    });
  }

  /** Value of a cookie in a header Cookie; null where it is not there. */
  read(header: string | undefined, name: string, path: string): string | null {
    return parseCookie(header ?? '')[this.nameOf(name, path)] ?? null;
  }

  /** Browsers take a cookie of such a name from this very host alone, by https. */
  private nameOf(name: string, path: string): string {
    if (!this.isSecure) return name;
    return path === '/' ? `__Host-${name}` : `__Secure-${name}`;
  }
}
