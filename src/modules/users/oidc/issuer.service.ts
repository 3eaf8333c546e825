import { Injectable } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import * as oidc from 'openid-client';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/durations.js';
import { KeptDocument } from './kept-document.js';

/** Seconds by which the clocks of issuer and server may differ. */
export const CLOCK_TOLERANCE_SECONDS = 60;
const PATIENCE_SECONDS = 5;
const METADATA_FRESH_MS = HOUR_MS;
const KEYS_FRESH_MS = 10 * MINUTE_MS;

/** Where an issuer's endpoints are, as it says itself. */
export type IssuerMetadata = Readonly<oidc.ServerMetadata>;

/**
 * The issuer of OIDC_ISSUER: its metadata and keys, kept and read anew. While it does not answer, what was read goes on for a
 * day; nothing else of Parley waits for it.
 */
@Injectable()
export class IssuerService {
  private readonly documents: { metadata: KeptDocument<IssuerMetadata>; keys: KeptDocument<JWTVerifyGetKey> } | null;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    const issuer = config.get('OIDC_ISSUER');
    this.documents =
      issuer === null
        ? null
        : {
            metadata: new KeptDocument(clock, METADATA_FRESH_MS, () => this.discover(issuer)),
            keys: new KeptDocument(clock, KEYS_FRESH_MS, () => this.readKeys()),
          };
  }

  /** Whether people can sign in at one at all. */
  get isSet(): boolean {
    return this.documents !== null;
  }

  /** @throws Error while it does not answer, and has not for a day */
  async metadata(): Promise<IssuerMetadata> {
    return this.required().metadata.current();
  }

  /** The client that openid-client speaks to the issuer as, by our clock. @throws as `metadata` */
  async client(): Promise<oidc.Configuration> {
    return this.clientFor(await this.metadata());
  }

  /** Key of a token by its header; one that is not known is looked for anew, once in 30 seconds. @throws as `metadata`; JWKSNoMatchingKey */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    const { keys } = this.required();
    const known = await keys.current();
    try {
      return await known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const newer = await keys.newerThan(known);
      if (newer === null) throw error;
      return newer(header, token);
    }
  };

  private async discover(issuer: string): Promise<IssuerMetadata> {
    const { id, metadata, authentication } = this.self();
    const configuration = await oidc.discovery(new URL(issuer), id, metadata, authentication, {
      timeout: PATIENCE_SECONDS,
      execute: isPlain(issuer) ? [oidc.allowInsecureRequests] : [],
    });
    return configuration.serverMetadata();
  }

  private async readKeys(): Promise<JWTVerifyGetKey> {
    const { jwks_uri } = await this.metadata();
    if (jwks_uri === undefined) throw new Error('The issuer does not say where its keys are.');
    const response = await fetch(jwks_uri, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_SECONDS * SECOND_MS),
    });
    if (!response.ok) throw new Error(`The keys of the issuer are answered ${response.status}.`);
    return createLocalJWKSet((await response.json()) as JSONWebKeySet);
  }

  private clientFor(server: IssuerMetadata): oidc.Configuration {
    const { id, metadata, authentication } = this.self();
    const client = new oidc.Configuration(server, id, metadata, authentication);
    client.timeout = PATIENCE_SECONDS;
    if (isPlain(server.issuer)) oidc.allowInsecureRequests(client);
    return client;
  }

  private self(): { id: string; metadata: Partial<oidc.ClientMetadata>; authentication: oidc.ClientAuth } {
    const secret = this.config.get('OIDC_CLIENT_SECRET');
    return {
      id: this.config.get('OIDC_CLIENT_ID') ?? '',
      metadata: {
        [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS,
        [oidc.clockSkew]: Math.round((this.clock.now().getTime() - Date.now()) / SECOND_MS),
      },
      authentication: secret === null ? oidc.None() : oidc.ClientSecretBasic(secret),
    };
  }

  private required(): NonNullable<typeof this.documents> {
    if (this.documents === null) throw new Error('OIDC_ISSUER is not set.');
    return this.documents;
  }
}

function isPlain(url: string): boolean {
  return new URL(url).protocol === 'http:';
}
