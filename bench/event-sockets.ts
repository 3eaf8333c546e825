import { once } from 'node:events';
import WebSocket from 'ws';

export interface SocketQuestion {
  token: string;
  query: string;
  variables: object;
}

type Listener = (message: Buffer, socket: number) => void;

/** Sockets that subscribe, and call back with every event as it came: reading it is for whoever measures. */
export class EventSockets {
  private readonly sockets: WebSocket[] = [];
  readonly closeCodes: number[] = [];

  constructor(
    private readonly url: string,
    private readonly onEvent: Listener,
  ) {}

  /** Opens a socket a question, 50 at a time, each acknowledged; nothing is subscribed to yet. */
  async connect(questions: readonly SocketQuestion[]): Promise<void> {
    const waiting = questions.map((question, index) => ({ question, index }));
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
          await this.open(next.question, next.index);
      }),
    );
  }

  subscribe(questions: readonly SocketQuestion[]): void {
    questions.forEach(({ query, variables }, index) =>
      this.sockets[index]?.send(
        JSON.stringify({ id: String(index), type: 'subscribe', payload: { query, variables } }),
      ),
    );
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  private async open({ token }: SocketQuestion, index: number): Promise<void> {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: false,
    });
    this.sockets[index] = socket;
    socket.on('close', (code) => this.closeCodes.push(code));
    await once(socket, 'open');
    const acknowledged = once(socket, 'message');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    await acknowledged;
    socket.on('message', (message: Buffer) => this.onEvent(message, index));
  }
}
