import { once } from 'node:events';
import WebSocket from 'ws';
import { eventually } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

interface Frame {
  type: string;
  id?: string;
  payload?: { message: string; extensions: { code: string } }[];
}

const EVENTS = 'subscription ($id: ID!) { inboxEvents(accountId: $id) { cursor } }';

/** A socket as it is written to byte by byte, by a program that means no good. */
class RawSocket {
  readonly frames: Frame[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly socket: WebSocket;

  constructor(url: string, options: WebSocket.ClientOptions = {}) {
    this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', options);
    this.socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(String(data)) as Frame));
    this.socket.on('close', (code, reason) => (this.closed = { code, reason: String(reason) }));
    this.socket.on('error', () => undefined);
  }

  async open(token?: string): Promise<this> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    this.send({ type: 'connection_init', payload: token === undefined ? {} : { authorization: `Bearer ${token}` } });
    await eventually(
      async () => this.closed !== null || this.frames.length > 0,
      (isAnswered) => isAnswered,
    );
    return this;
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  of(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  async untilClosed(): Promise<{ code: number; reason: string } | null> {
    await eventually(
      async () => this.closed,
      (closed) => closed !== null,
    );
    return this.closed;
  }
}

describe('A flood over the WebSocket', () => {
  let world: TestWorld;
  const logged: string[] = [];

  beforeAll(async () => {
    world = await TestWorld.start({ environment: { SOCKETS_PER_USER: '5', SOCKETS_PER_ADDRESS: '12' } });
    const note = (message: unknown) => void logged.push(String(message));
    world.app.useLogger({ log: note, warn: note, error: note, debug: () => undefined });
  });
  afterAll(() => world.close());

  const anOperator = () => world.people.add('OPERATOR');
  const tokenOf = async () => (await anOperator()).client.token;

  it.each(['next', 'error', 'connection_ack'])(
    'that sends what only a server sends (%s) ends with 4400',
    async (type) => {
      const socket = await new RawSocket(world.url).open(await tokenOf());
      socket.send({ id: '1', type, payload: [] });
      expect(await socket.untilClosed()).toEqual({
        code: 4400,
        reason: 'A message of this type is sent by the server',
      });
    },
  );

  it('of 4,000 subscriptions is cut off after a hundred, while others are answered, and is one line of the log', async () => {
    const [ann, token] = [await anOperator(), await tokenOf()];
    const flood = await new RawSocket(world.url).open(token);
    for (let number = 0; number < 4_000; number += 1) {
      flood.send({
        id: `${number}`,
        type: 'subscribe',
        payload: { query: EVENTS, variables: { id: world.account.id } },
      });
      flood.send({ id: `${number}`, type: 'complete' });
    }
    expect((await ann.client.requestRaw('{ me { id } }')).status).toBe(200);
    expect(await flood.untilClosed()).toEqual({ code: 4429, reason: expect.stringMatching(/^Too many messages/) });
    // Each subscription that was looked at is a point of the user; this request is one more, and time brings a few.
    const { headers } = await world.http
      .post('/graphql')
      .set('authorization', `Bearer ${token}`)
      .send({ query: '{ me { id } }' });
    expect(Number(headers['ratelimit-limit']) - Number(headers['ratelimit-remaining'])).toBeLessThanOrEqual(150);
    const lines = logged.filter((line) => line.includes('too many messages'));
    expect(lines).toHaveLength(1);
    expect(logged.filter((line) => line.includes('could not be handled'))).toEqual([]);
    const live = world.admin.subscribeRaw(EVENTS, { id: world.account.id });
    await eventually(
      async () => {
        await world.customers.startsConversation();
        return live.events.length;
      },
      (count) => count > 0,
    );
    await live.close();
  });

  it.each([
    [
      'pings of the protocol',
      (flood: RawSocket) => flood.send({ type: 'ping', payload: { padding: 'x'.repeat(1_000) } }),
    ],
    ['pings of the WebSocket', (flood: RawSocket) => flood.socket.ping('x'.repeat(100))],
    ['frames that say nothing', (flood: RawSocket) => flood.send({ type: 'pong' })],
  ])('of %s is cut off, whether it reads the answers or not', async (_, send) => {
    for (const reads of [true, false]) {
      const flood = await new RawSocket(world.url).open(await tokenOf());
      let pongs = 0;
      flood.socket.on('pong', () => (pongs += 1));
      if (!reads) flood.socket.pause();
      for (let number = 0; number < 2_000; number += 1) send(flood);
      if (!reads) flood.socket.resume();
      expect((await flood.untilClosed())?.code).toBe(4429);
      expect(pongs + flood.of('pong').length).toBeLessThanOrEqual(400);
    }
  });

  it('of answers that nobody reads is cut off when a megabyte waits', async () => {
    const flood = await new RawSocket(world.url).open(await tokenOf());
    flood.socket.pause();
    const padding = 'x'.repeat(200_000);
    for (let number = 0; number < 100; number += 1) flood.send({ type: 'ping', payload: { padding } });
    await eventually(
      async () => flood.socket.bufferedAmount,
      (bytes) => bytes === 0 || flood.closed !== null,
    );
    flood.socket.resume();
    expect([4413, 1006]).toContain((await flood.untilClosed())?.code); // 1006: it did not take the close frame in time
    expect(flood.of('pong').length).toBeLessThan(100);
  });

  it('of subscriptions that stay is refused beyond fifty, one by one', async () => {
    const polite = await new RawSocket(world.url).open(await tokenOf());
    for (let number = 0; number < 60; number += 1)
      polite.send({
        id: `${number}`,
        type: 'subscribe',
        payload: { query: EVENTS, variables: { id: world.account.id } },
      });
    await eventually(
      async () => polite.of('error').length,
      (count) => count === 10,
    );
    expect(polite.of('error').at(-1)?.payload).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    expect(polite.closed).toBeNull();
    polite.socket.close();
    await polite.untilClosed();
  });

  it('of sockets ends at so many a user, and at so many an address; what is closed counts no more', async () => {
    const token = await tokenOf();
    const opened = await Promise.all(Array.from({ length: 7 }, () => new RawSocket(world.url).open(token)));
    const cut = opened.filter(({ closed }) => closed !== null);
    expect(cut.map(({ closed }) => closed)).toEqual(
      Array.from({ length: 2 }, () => ({ code: 4429, reason: 'Too many sockets of one user: close others first' })),
    );
    for (const { socket } of opened) socket.close();
    await Promise.all(opened.map((socket) => socket.untilClosed()));
    const again = await new RawSocket(world.url).open(token);
    expect(again.of('connection_ack')).toHaveLength(1);

    const strangers = Array.from({ length: 20 }, () => new RawSocket(world.url));
    const answers = await Promise.all(
      strangers.map(
        ({ socket }) =>
          new Promise<number>((resolve) => {
            socket.once('open', () => resolve(101));
            socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
          }),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 20 }, () => 101)); // of another status a page would not learn
    const closed = await eventually(
      async () => strangers.flatMap((stranger) => stranger.closed ?? []),
      (closes) => closes.length === 9,
    );
    expect(closed).toEqual(
      Array.from({ length: 9 }, () => ({ code: 4429, reason: 'Too many sockets of one address: close others first' })),
    );
    for (const { socket } of [again, ...strangers]) socket.terminate();
  });

  it('of one large frame is cut off unread', async () => {
    const flood = await new RawSocket(world.url).open(await tokenOf());
    flood.socket.send('x'.repeat(300_000));
    expect((await flood.untilClosed())?.code).toBe(1009);
  });

  it('of silence is cut off: a socket says whose it is, or goes', async () => {
    const silent = new RawSocket(world.url);
    expect(await silent.untilClosed()).toMatchObject({ code: 4408 });
  });
});
