import { connect, type Socket } from 'node:net';
import { eventually } from './expectations.js';

/** A connection that begins a request and does not end it. */
export class HalfSender {
  /** All that the server has said so far. */
  answer = '';
  isClosed = false;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => (this.answer += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.isClosed = true));
  }

  /** Sends these bytes as they stand, and waits until they are out of the process. */
  static async send(url: string, ...parts: (string | Buffer)[]): Promise<HalfSender> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const sender = new HalfSender(socket);
    await new Promise<void>((resolve) => {
      socket.on('close', () => resolve());
      socket.on('connect', () => {
        for (const part of parts.slice(0, -1)) socket.write(part);
        socket.write(parts.at(-1) ?? '', () => resolve());
      });
    });
    return sender;
  }

  /** The status line, as soon as there is one, or an empty text when the connection is closed without. */
  async status(): Promise<string> {
    await eventually(
      () => this.isClosed || this.answer.includes('\r\n'),
      (isAnswered) => isAnswered,
    );
    return this.answer.split('\r\n')[0] ?? '';
  }

  close(): void {
    this.socket.destroy();
  }
}

/** Head of a POST that promises a body of this many bytes. */
export function postOf(path: string, bytes: number, contentType = 'application/json'): string {
  return `POST ${path} HTTP/1.1\r\nhost: parley\r\ncontent-type: ${contentType}\r\ncontent-length: ${bytes}\r\n\r\n`;
}
