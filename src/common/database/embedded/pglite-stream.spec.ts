import { PgliteStream } from './pglite-stream.js';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('The stream to the embedded database', () => {
  it('lets others have a turn between two messages, although each is answered at once', async () => {
    const seen: string[] = [];
    const stream = new PgliteStream((request) => {
      seen.push(request.toString());
      return Promise.resolve(new Uint8Array(0));
    });
    stream.write('one');
    stream.write('two');
    await nextTurn();
    seen.push('a request');
    await nextTurn();
    expect(seen).toEqual(['one', 'a request', 'two']);
  });
});
