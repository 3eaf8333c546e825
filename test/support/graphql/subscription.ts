import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import type { GraphqlProblem } from './graphql-client.js';

/** A running subscription that remembers what it was sent: `Event` is what its one field answers. */
export class Subscription<Event> {
  readonly events: Event[] = [];
  readonly problems: GraphqlProblem[] = [];
  closed: { code: number; reason: string } | null = null;
  isComplete = false;
  private readonly client: Client;
  private socket: WebSocket | null = null;
  private readonly waiting: (() => void)[] = [];

  constructor(url: string, token: string | undefined, query: string, variables: object) {
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
    this.client.subscribe<Record<string, Event | null>>(
      { query, variables: { ...variables } },
      {
        next: ({ data, errors }) => {
          if (errors !== undefined) this.problems.push(...(errors as unknown as GraphqlProblem[]));
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
      if (left <= 0) throw new Error(`Waited in vain for ${what}: ${this.summary()}`);
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

  private summary(): string {
    const { closed, problems, events } = this;
    return JSON.stringify({ closed, problems, count: events.length, events }).slice(0, 2_000);
  }
}
