import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ClientAddress } from '../../../common/http/client-address.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { MessageBudget, SOCKET_MESSAGES, SOCKET_SUBSCRIBES } from '../domain/message-budget.js';
import { closeSocket, type CloseReason } from './close-socket.js';
import { textFrames, type Envelopes } from './text-frames.js';

/** Bytes that a client may leave untaken of what is no event: acknowledgements, errors and pongs. */
const MAX_BYTES_WAITING = 1024 * 1024;

/** Live connection: one socket with its budgets, and with everything that is sent over it. Once it is cut off, all else is ignored. */
export class LiveConnection {
  viewer: Viewer | null = null;
  readonly client: ClientAddress;
  private readonly stream: Duplex;
  private isCut = false;
  /** What the pong has to repeat that is waited for; null when none is. Who does not read cannot know it. */
  private awaited: string | null = null;
  private readonly messages = new MessageBudget(SOCKET_MESSAGES, performance.now());
  private readonly subscribes = new MessageBudget(SOCKET_SUBSCRIBES, performance.now());

  constructor(
    private readonly socket: WebSocket,
    /** Its stream is beneath the socket: each write to it is whole frames. */
    { stream, client }: { stream: Duplex; client: ClientAddress },
    private readonly onCut: (why: CloseReason) => void,
  ) {
    this.stream = stream;
    this.client = client;
    socket.on('pong', (data: Buffer) => {
      if (String(data) === this.awaited) this.awaited = null;
    });
    socket.on('ping', (data: Buffer) => {
      if (this.accepts()) this.send(() => socket.pong(data));
    });
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  get bytesWaiting(): number {
    return this.socket.bufferedAmount;
  }

  get isClosed(): boolean {
    return this.isCut || this.socket.readyState !== this.socket.OPEN;
  }

  /** Calls back when the socket is closed, or at once where it is. */
  whenClosed(listener: () => void): void {
    if (this.socket.readyState === this.socket.CLOSED) listener();
    else this.socket.once('close', listener);
  }

  /** Calls back with each message that is within the budget; the first that is not cuts the connection off. */
  onMessage(listener: (text: string) => Promise<void>, onError: (error: unknown) => void): void {
    this.socket.on('message', (data) => {
      if (this.accepts()) listener(String(data)).catch((error: unknown) => this.isCut || onError(error));
    });
  }

  /** Whether one more subscription may begin now; if not, the connection is cut off. */
  acceptsSubscribe(): boolean {
    if (!this.isCut && this.subscribes.take(performance.now())) return true;
    this.cut('FLOOD');
    return false;
  }

  /** Sends events, in one write; who reads too slowly is the subscriber's concern. */
  sendEvents({ before, payloads, after }: Envelopes): void {
    if (!this.isClosed && payloads.length > 0) this.stream.write(textFrames({ before, payloads, after }));
  }

  /** Sends what is no event. A client that does not read it is cut off. */
  async sendText(text: string): Promise<void> {
    this.send(() => this.socket.send(text));
  }

  /** As the protocol closes. */
  close(code?: number, reason?: string): void {
    this.isCut = true;
    this.socket.close(code, reason);
  }

  cut(why: CloseReason): void {
    if (this.isCut) return;
    this.isCut = true;
    this.onCut(why);
    closeSocket(this.socket, why);
    if (why === 'FLOOD') this.socket.pause(); // what it sends on stays in the network
  }

  /** Asks whether the client is there and reads; drops it when it has not answered the last time. */
  ping(): void {
    if (this.awaited !== null) return this.socket.terminate();
    this.awaited = randomBytes(8).toString('hex');
    this.socket.ping(this.awaited);
  }

  private accepts(): boolean {
    if (this.isCut) return false;
    if (this.messages.take(performance.now())) return true;
    this.cut('FLOOD');
    return false;
  }

  private send(write: () => void): void {
    if (this.isClosed) return;
    if (this.bytesWaiting > MAX_BYTES_WAITING) return this.cut('TOO_SLOW');
    write();
  }
}
