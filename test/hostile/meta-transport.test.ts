import { gzipSync } from 'node:zlib';
import { readConfig } from '../../src/common/config/config.js';
import { GraphUnreachableError, UnreadableAnswerError } from '../../src/whatsapp/errors/graph-error.js';
import { RefusedAddressError } from '../../src/whatsapp/transport/meta-hosts.js';
import { MetaTransport, type MetaRequest } from '../../src/whatsapp/transport/meta-transport.js';
import { freePort } from '../../scripts/local-server.js';
import { HostilePeer } from '../support/hostile-peer.js';

const MEGABYTE = 1024 * 1024;

describe('The transport to Meta', () => {
  let peer: HostilePeer;
  let another: HostilePeer;
  let transport: MetaTransport;

  beforeAll(async () => {
    [peer, another] = [await HostilePeer.start(), await HostilePeer.start()];
    transport = transportTo(peer.url);
  });
  afterAll(async () => {
    await transport.onApplicationShutdown();
    await peer.close();
    await another.close();
  });
  afterEach(() => peer.behave());

  const transportTo = (url: string, more: NodeJS.ProcessEnv = {}) =>
    new MetaTransport(readConfig({ NODE_ENV: 'test', GRAPH_API_URL: url, ...more }));
  const ask = (changes: Partial<MetaRequest> = {}, through = transport) =>
    through.exchange({
      url: new URL(`${peer.url}/v26.0/1`),
      method: 'POST',
      headers: { authorization: 'Bearer secret' },
      body: '{}',
      timeoutMs: 5_000,
      maxAnswerBytes: MEGABYTE,
      ...changes,
    });
  const failure = async (asking: Promise<unknown>): Promise<Error> =>
    asking.then(
      () => new Error('It did not fail.'),
      (error: unknown) => error as Error,
    );
  /** Reads all that comes. */
  const download = async (address: string, through = transport): Promise<number> => {
    let size = 0;
    for await (const chunk of await through.download(address, { authorization: 'Bearer secret' })) size += chunk.length;
    return size;
  };

  it('asks for nothing compressed, and reads nothing compressed', async () => {
    let asked: unknown;
    peer.answer(/./, (response, { headers }) => {
      asked = headers['accept-encoding'];
      response.end('{}');
    });
    expect(await ask()).toMatchObject({ status: 200, text: '{}' });
    expect(asked).toBe('identity');
    const bomb = gzipSync(Buffer.alloc(20 * MEGABYTE));
    peer.answer(/./, { headers: { 'content-encoding': 'gzip' }, body: bomb });
    expect(await failure(ask())).toBeInstanceOf(UnreadableAnswerError);
    expect(await failure(download(`${peer.url}/file`))).toBeInstanceOf(UnreadableAnswerError);
  });

  it('stops reading an answer at its limit, whether its length was told or not', async () => {
    peer.answer(/./, { body: Buffer.alloc(MEGABYTE, 'x') });
    expect((await ask()).text).toHaveLength(MEGABYTE);
    peer.answer(/./, { body: Buffer.alloc(MEGABYTE + 1) });
    expect(await failure(ask())).toMatchObject({
      mayHaveArrived: true,
      message: expect.stringMatching(/1048576 bytes/),
    });
    let written = 0;
    peer.answer(/./, (response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) written += 64 * 1024;
        written += 64 * 1024;
      };
      response.on('drain', more);
      more();
    });
    expect(await failure(ask())).toBeInstanceOf(UnreadableAnswerError);
    expect(written).toBeLessThan(30 * MEGABYTE); // what fits into the buffers of a connection, and no 300 MB
  });

  it('cuts an answer that drips, and one that never comes', async () => {
    peer.answer(/./, (response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await failure(ask({ timeoutMs: 300 }))).toMatchObject({ mayHaveArrived: true });
    peer.answer(/./, () => undefined);
    expect(await failure(ask({ timeoutMs: 300 }))).toMatchObject({ mayHaveArrived: true });
  });

  it('follows no redirect', async () => {
    peer.answer(/./, { status: 302, headers: { location: `${another.url}/elsewhere` }, body: '' });
    expect(await ask({ method: 'GET', body: undefined })).toMatchObject({ status: 302 });
    expect(await failure(download(`${peer.url}/file`))).toBeInstanceOf(RefusedAddressError);
    peer.answer(/./, { status: 307, headers: { location: `${another.url}/elsewhere` }, body: '' });
    expect(await ask()).toMatchObject({ status: 307 });
    expect(another.received).toEqual([]);
  });

  it('knows what has certainly not left: no listener, no name, no TLS', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const noTls = peer.url.replace('http:', 'https:');
    for (const url of [nobody, 'http://no-such-host.invalid', noTls])
      expect(await failure(ask({ url: new URL(url) }))).toMatchObject({
        constructor: GraphUnreachableError,
        mayHaveArrived: false,
      });
    expect(peer.received.every(({ url }) => url !== '/')).toBe(true);
  });

  it('does not know of a connection that broke after the request had left', async () => {
    peer.answer(/./, (_response, request) => request.socket.destroy());
    expect(await failure(ask())).toMatchObject({ constructor: GraphUnreachableError, mayHaveArrived: true });
    peer.answer(/./, (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"half":');
      setImmediate(() => response.destroy());
    });
    expect(await failure(ask())).toMatchObject({ constructor: GraphUnreachableError, mayHaveArrived: true });
  });

  it('opens what Meta names on Meta’s hosts alone, and gives the token to nobody else', async () => {
    peer.answer(/file/, { body: 'the bytes' });
    expect(await download(`${peer.url}/file`)).toBe(9);
    for (const address of [
      `${another.url}/inside`,
      'data:text/plain,hello',
      'https://localhost/inside',
      'file:///etc/passwd',
    ])
      expect(await failure(download(address))).toBeInstanceOf(RefusedAddressError);
    expect(another.received).toEqual([]);
  });

  it('does not connect to a private address, whatever the name', async () => {
    const trusting = transportTo(peer.url, { META_MEDIA_HOSTS: 'localhost' });
    const error = await failure(download('https://localhost/file', trusting));
    await trusting.onApplicationShutdown();
    expect(error).toBeInstanceOf(RefusedAddressError);
    expect(error.message).toMatch(/private network/);
  });

  it('streams files in forms and as they are', async () => {
    const bodies: string[] = [];
    peer.answer(/./, (response, request) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
      request.on('end', () => {
        bodies.push(`${request.headers['content-length']} ${body.length} ${request.headers['content-type']}`);
        response.end('{}');
      });
    });
    const file = new Blob([Buffer.alloc(3 * MEGABYTE, 'x')], { type: 'application/pdf' });
    await ask({ body: file, headers: { 'content-type': 'application/octet-stream' } });
    expect(bodies).toEqual([`${3 * MEGABYTE} ${3 * MEGABYTE} application/octet-stream`]);
  });
});
