import { graphql } from '../../generated/gql.js';
import type { ApiKeyScope } from '../../generated/graphql.js';
import { must } from '../expectations.js';
import { aKey } from '../factories/keys.js';
import { Scrape } from '../prometheus.js';
import type { TestWorld } from './test-world.js';

const CREATE_KEY = graphql(`
  mutation CreateMetricsKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) { secret errors { ...Problem } }
  }
`);

/** The metrics of a process, as Prometheus reads them. */
export class MetricsDriver {
  private key: string | null = null;

  constructor(private readonly world: TestWorld) {}

  async keyOf(...scopes: ApiKeyScope[]): Promise<string> {
    const { createApiKey } = await this.world.admin.send(CREATE_KEY, { input: { name: aKey('Scraper'), scopes } });
    expect(createApiKey.errors).toEqual([]);
    return must(createApiKey.secret, 'the secret');
  }

  /** With the key of a scraper, made at the first time. */
  async scrape(): Promise<Scrape> {
    this.key ??= await this.keyOf('METRICS_READ');
    const { status, text } = await this.world.http.get('/metrics').set('authorization', `Bearer ${this.key}`);
    expect(status).toBe(200);
    return Scrape.of(text);
  }
}
