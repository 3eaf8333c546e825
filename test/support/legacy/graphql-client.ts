import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */
export interface Answer {
  status: number;
  data: any;
  errors: { message: string; path?: (string | number)[]; extensions: Record<string, any> }[];
}

/** A front end: GraphQL over HTTP and over the WebSocket. */
export class GraphqlClient {
  constructor(
    private readonly url: string,
    public token?: string,
  ) {}

  async login(email: string, password: string): Promise<void> {
    const { login } = await this.send(
      'mutation ($input: LoginInput!) { login(input: $input) { accessToken refreshToken errors { code message path } } }',
      { input: { email, password } },
    );
    if (login.accessToken === null) throw new Error(JSON.stringify(login.errors));
    this.token = login.accessToken;
  }

  /** The data; throws when there are top-level errors. */
  async send(query: string, variables: Record<string, unknown> = {}): Promise<any> {
    const { data, errors } = await this.request(query, variables);
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** The whole answer. */
  async request(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: any; errors?: Answer['errors'] };
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
  }

  subscribe(query: string, variables: Record<string, unknown> = {}, url = this.url): Subscription {
    return new Subscription(url, this.token, query, variables);
  }
}

/** A running subscription that remembers what it was sent. */
export class Subscription {
  readonly events: any[] = [];
  readonly problems: any[] = [];
  closed: { code: number; reason: string } | null = null;
  isComplete = false;
  private readonly client: Client;
  private socket: WebSocket | null = null;
  private readonly waiting: (() => void)[] = [];

  constructor(url: string, token: string | undefined, query: string, variables: Record<string, unknown>) {
    this.client = createClient({
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
      retryAttempts: 0,
      lazy: true,
      on: {
        opened: (socket) => (this.socket = socket as WebSocket),
        closed: (event) => {
          const { code, reason } = event as { code: number; reason: string };
          this.closed = { code, reason };
          this.notice();
        },
      },
    });
    this.client.subscribe(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (errors !== undefined) this.problems.push(...errors);
          const [event] = Object.values(data ?? {});
          if (event !== undefined && event !== null) this.events.push(event);
          this.notice();
        },
        error: (error) => {
          this.problems.push(...(Array.isArray(error) ? error : [error]));
          this.notice();
        },
        complete: () => {
          this.isComplete = true;
          this.notice();
        },
      },
    );
  }

  /** Resolves when `condition` holds; fails with what there was instead. */
  async until(
    condition: (subscription: this) => boolean,
    what = 'the condition',
    milliseconds = 15_000,
  ): Promise<void> {
    const deadline = Date.now() + milliseconds;
    while (!condition(this)) {
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(
          `Waited in vain for ${what}: ${JSON.stringify({ closed: this.closed, problems: this.problems, count: this.events.length, events: this.events }).slice(0, 2_000)}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Stops taking what the server sends, as a client on a bad line does. */
  pause(): void {
    this.socket?.pause();
  }

  resume(): void {
    this.socket?.resume();
  }

  /** As when the network goes. */
  drop(): void {
    this.socket?.terminate();
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }

  private notice(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

/** Asks again and again until the answer is as wanted. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  milliseconds = 15_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${JSON.stringify(answer).slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
