import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { Provider, type Configuration } from 'oidc-provider';
import { must } from '../expectations.js';

/** Audience of access tokens for Parley. */
export const AUDIENCE = 'https://parley.example.com';
const CLIENT = { id: 'parley', secret: 'secret of parley at the issuer' };
const PROGRAM = { id: 'web-shop', secret: 'secret of the web shop at the issuer' };

/** What the issuer knows of a person. */
export interface PersonAtIssuer {
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
  parley_accounts?: string[];
}

interface SigningKey {
  id: string;
  key: CryptoKey;
  jwk: JWK;
}

/** Issuer of OpenID Connect (oidc-provider) on this machine, whose people sign in with a name and no password. */
export class TestIssuer {
  readonly people = new Map<string, PersonAtIssuer>();
  /** Whether it takes no connection, as after its end. */
  isDown = false;
  /** Requests so far, by path. */
  readonly requests: string[] = [];
  private handle: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
  private keys: SigningKey[] = [];
  private callback = '';

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<TestIssuer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = new TestIssuer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (issuer.isDown) return void request.socket.destroy();
      issuer.requests.push(request.url?.split('?')[0] ?? '');
      issuer.handle(request, response);
    });
    await issuer.rotateKeys();
    return issuer;
  }

  /** Settings of a Parley that trusts it. */
  get environment(): NodeJS.ProcessEnv {
    return {
      OIDC_ISSUER: this.url,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_AUDIENCE: AUDIENCE,
      OIDC_ROLES_CLAIM: 'groups',
      OIDC_ROLES: 'chiefs=ADMIN, leads=MANAGER, care=OPERATOR',
    };
  }

  /** Lets people go back to this Parley. */
  trust(parleyUrl: string): void {
    this.callback = `${parleyUrl}/auth/oidc/callback`;
    this.restart();
  }

  /** From now on tokens are signed by another key; those of the former are known no more. */
  async rotateKeys(): Promise<void> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const id = `key-${this.keys.length + 1}-${Math.random().toString(36).slice(2)}`;
    const jwk = { ...(await exportJWK(privateKey)), kid: id, alg: 'RS256', use: 'sig' };
    this.keys = [{ id, key: privateKey, jwk }];
    this.restart();
  }

  /** Key that signs now, to sign with it later too. */
  get key(): SigningKey {
    return must(this.keys[0], 'a key');
  }

  /** An access token as the issuer gives them, but for what is changed; seconds count from `now`. */
  async token(claims: JWTPayload, { now = new Date(), key = this.key, seconds = 300 } = {}): Promise<string> {
    const issuedAt = Math.floor(now.getTime() / 1_000);
    return new SignJWT({
      iss: this.url,
      aud: AUDIENCE,
      iat: issuedAt,
      exp: issuedAt + seconds,
      client_id: 'front-end',
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: key.id, typ: 'at+jwt' })
      .sign(key.key);
  }

  /** Access token of a program of its own, by client credentials. */
  async programToken(): Promise<string> {
    const response = await fetch(`${this.url}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${PROGRAM.id}:${encodeURIComponent(PROGRAM.secret)}`).toString('base64')}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: AUDIENCE }),
    });
    const { access_token } = (await response.json()) as { access_token?: string };
    return must(access_token, 'an access token');
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private restart(): void {
    const provider = withoutAdvice(() => new Provider(this.url, this.configuration()));
    const callback = provider.callback();
    this.handle = (request, response) => {
      if (request.url?.startsWith('/interaction/') !== true) return void callback(request, response);
      void (request.method === 'POST' ? finish(provider, request, response) : askForName(response));
    };
  }

  private configuration(): Configuration {
    return {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [this.callback === '' ? 'http://127.0.0.1/none' : this.callback],
        },
        {
          client_id: PROGRAM.id,
          client_secret: PROGRAM.secret,
          grant_types: ['client_credentials'],
          response_types: [],
          redirect_uris: [],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups', 'parley_accounts'] },
      cookies: { keys: ['cookies of the issuer'] },
      // said, or the library speaks of each to the console
      ttl: {
        Session: 600,
        Interaction: 600,
        Grant: 600,
        AuthorizationCode: 60,
        AccessToken: 600,
        IdToken: 600,
        ClientCredentials: 600,
      },
      jwks: { keys: this.keys.map(({ jwk }) => jwk) },
      findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...this.people.get(id) }) }),
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: () => ({ scope: '', audience: AUDIENCE, accessTokenFormat: 'jwt' as const }),
        },
      },
      extraTokenClaims: (_context, { kind }) => (kind === 'ClientCredentials' ? { groups: ['leads'] } : undefined),
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      loadExistingGrant: async (context) => {
        const { client, session, params, provider } = context.oidc;
        const grant = new provider.Grant({
          clientId: must(client, 'a client').clientId,
          accountId: must(session, 'a session').accountId,
        });
        grant.addOIDCScope(String(params?.scope));
        await grant.save();
        return grant;
      },
    };
  }
}

/** The library warns everybody who keeps nothing on disk, which a test means to. */
/* eslint-disable no-console -- it says it there, and nowhere else */
function withoutAdvice<T>(work: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return work();
  } finally {
    console.warn = warn;
  }
}
/* eslint-enable no-console */

function askForName(response: ServerResponse): void {
  response
    .setHeader('content-type', 'text/html; charset=utf-8')
    .end(
      '<!doctype html><html lang="en"><title>Issuer</title><link rel="icon" href="data:,"><main><h1>Example Inc.</h1><form method="post"><label>Name <input name="login"></label><button>Continue</button></form></main></html>',
    );
}

async function finish(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const login = new URLSearchParams(Buffer.concat(parts).toString('utf8')).get('login') ?? '';
  const result = login === '' ? { error: 'access_denied' } : { login: { accountId: login } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
