import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';

type Answer = (socket: Socket) => void;

const MAX_REQUEST_BYTES = 1_000;

/**
 * Requests to the process that has the data directory, over its Unix socket: from whoever may enter the directory. A
 * request is one line, its name; a connection without one only looked whether somebody is there.
 */
@Injectable()
export class LocalRequests {
  private readonly answers = new Map<string, Answer>();

  answer(request: string, answer: Answer): void {
    this.answers.set(request, answer);
  }

  accept(socket: Socket): void {
    let received = '';
    socket.on('error', () => socket.destroy());
    const read = (chunk: Buffer): void => {
      received += chunk.toString('utf8');
      if (received.length > MAX_REQUEST_BYTES) return void socket.destroy();
      const [line, rest] = received.split('\n', 2);
      if (rest === undefined) return;
      socket.off('data', read);
      const answer = this.answers.get(line ?? '');
      if (answer === undefined) socket.end();
      else answer(socket);
    };
    socket.on('data', read);
    socket.on('end', () => {
      if (!received.includes('\n')) socket.end();
    });
  }
}
