/** Access tokens last an hour. */
const TOKEN_LASTS_MS = 50 * 60_000;

/** A process or the database is away; the clock was set forth, and the session is over. */
const EXPECTED = ['SERVICE_UNAVAILABLE', 'UNAUTHENTICATED'];

interface GraphqlError {
  message: string;
  extensions?: { code?: string };
}

/** A front end that never gives up: what was not answered is asked again, with the same key. */
export class Client {
  readonly counts = { asked: 0, askedAgain: 0 };
  /** Errors that nothing done to the fleet excuses. */
  readonly unexpected: string[] = [];
  private token = '';
  private renewAt = 0;

  constructor(
    private readonly url: string,
    private readonly credentials: { email: string; password: string },
  ) {}

  async ask<T>(query: string, variables: object): Promise<T> {
    this.counts.asked += 1;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.post<T>(query, variables);
      } catch (error) {
        if (attempt > 300) throw error;
        this.counts.askedAgain += 1;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  private async post<T>(query: string, variables: object): Promise<T> {
    if (performance.now() >= this.renewAt) await this.login();
    const { data, errors } = await this.send(query, variables);
    if (errors === undefined && data != null) return data as T;
    if (errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) this.renewAt = 0;
    throw new Error(JSON.stringify(errors));
  }

  private async login(): Promise<void> {
    this.token = '';
    const { data, errors } = await this.send(
      'mutation ($input: LoginInput!) { login(input: $input) { accessToken } }',
      {
        input: this.credentials,
      },
    );
    const token = (data as { login?: { accessToken: string | null } } | null)?.login?.accessToken;
    if (token == null) throw new Error(JSON.stringify(errors));
    this.token = token;
    this.renewAt = performance.now() + TOKEN_LASTS_MS;
  }

  private async send(query: string, variables: object): Promise<{ data: unknown; errors?: GraphqlError[] }> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        connection: 'close',
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    const answer = (await response.json()) as { data: unknown; errors?: GraphqlError[] };
    const unexpected = answer.errors?.filter(({ extensions }) => !EXPECTED.includes(extensions?.code ?? '')) ?? [];
    this.unexpected.push(...unexpected.map((error) => JSON.stringify(error)));
    return answer;
  }
}
