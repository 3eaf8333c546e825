import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';
import { textFrames } from './text-frames.js';

describe('Text frames', () => {
  const [before, after] = [Buffer.from('{"id":"ä","payload":'), Buffer.from('}')];
  let server: Server;
  let frames: Buffer;

  beforeAll(async () => {
    server = createServer();
    const sockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, stream, head) =>
      sockets.handleUpgrade(request, stream, head, (socket) => {
        stream.write(frames);
        socket.close();
      }),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(() => void server.close());

  /** What a client of the WebSocket library understands. */
  async function understood(payloads: Buffer[]): Promise<string[]> {
    frames = textFrames({ before, payloads, after });
    const texts: string[] = [];
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    client.on('message', (data: Buffer, isBinary: boolean) => texts.push(isBinary ? 'binary' : data.toString()));
    await once(client, 'close');
    return texts;
  }

  it.each([0, 1, 103, 104, 105, 65_513, 65_514, 65_515, 200_000])(
    'around %i bytes are understood as they were meant',
    async (size) => {
      const payloads = ['x'.repeat(size), JSON.stringify('😀'), 'y'.repeat(size)].map((text) => Buffer.from(text));
      expect(await understood(payloads)).toEqual(
        payloads.map((payload) => `{"id":"ä","payload":${payload.toString()}}`),
      );
    },
  );

  it('of nothing are nothing', async () => {
    expect(await understood([])).toEqual([]);
  });
});
