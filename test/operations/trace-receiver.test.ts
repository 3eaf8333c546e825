import type { OtlpTracing } from '../../src/common/tracing/otlp-tracing.js';
import { Tracing } from '../../src/common/tracing/tracing.js';
import { eventually, first, must } from '../support/expectations.js';
import { OtlpReceiver } from '../support/otlp-receiver.js';
import { TestWorld } from '../support/world/test-world.js';

const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const TRACEPARENT = `00-${CALLER.traceId}-${CALLER.spanId}-01`;

describe('A receiver of traces that is away', () => {
  it('holds up nothing, is told of once, and gets what comes after', async () => {
    const receiver = await OtlpReceiver.start();
    receiver.answers(400);
    let written = '';
    const { write } = process.stdout;
    process.stdout.write = (text: string | Uint8Array): boolean => ((written += String(text)), true);
    const world = await TestWorld.start({
      environment: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/own/path`, LOG_LEVEL: 'log' },
    });
    const { conversation } = await world.customers.startsConversation('Hello');
    for (let batch = 0; batch < 2; batch += 1) {
      const { requests } = receiver;
      const message = await world.inbox.send(conversation.id, 'Hello to you');
      await world.inbox.until(message.id, 'DELIVERED');
      await eventually(
        () => receiver.requests,
        (count) => count > requests,
      );
    }
    receiver.answers(200);
    await world.inbox.send(conversation.id, 'And again');
    await receiver.gets(({ name }) => name === 'mutation sendMessage');
    await eventually(
      () => written,
      (text) => text.includes('takes traces again'),
    );
    await world.close();
    process.stdout.write = write;
    await receiver.close();
    expect(written.split('does not take traces')).toHaveLength(2);
  });

  it('is not waited for when the process ends', async () => {
    const receiver = await OtlpReceiver.start();
    receiver.answers(0);
    const world = await TestWorld.start({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } });
    await world.customers.startsConversation('Hello');
    await eventually(
      () => receiver.requests,
      (count) => count > 0,
    );
    const startedAt = performance.now();
    await world.app.get<Tracing, OtlpTracing>(Tracing).onApplicationShutdown();
    const tookMs = performance.now() - startedAt;
    await world.close();
    await receiver.close();
    expect(tookMs).toBeLessThan(4_000); // it would be awaited for five seconds
  });
});

describe('Callers that are trusted', () => {
  it('are gone on from, and decide whether anything is recorded; nothing else is where nobody asks for it', async () => {
    const receiver = await OtlpReceiver.start();
    const world = await TestWorld.start({
      environment: {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0',
        TRACES_TRUSTED_CALLERS: '127.0.0.1',
      },
    });
    const ask = (traceparent: string) =>
      world.http
        .post('/graphql')
        .set({ traceparent, authorization: `Bearer ${must(world.admin.token)}` })
        .send({ query: '{ accounts { name } }' })
        .expect(200);
    await world.customers.startsConversation('Hello');
    await ask(TRACEPARENT.replace(/01$/, '00'));
    await ask(TRACEPARENT);
    const root = await receiver.gets(({ name }) => name === 'query accounts');
    expect(root).toMatchObject({ traceId: CALLER.traceId, parentSpanId: CALLER.spanId });
    expect(new Set(receiver.spans.map(({ traceId }) => traceId))).toEqual(new Set([CALLER.traceId]));
    expect(first(receiver.ofTrace(CALLER.traceId)).name).toBe('query accounts');
    expect(await world.countRows('messages WHERE trace_parent IS NOT NULL')).toBe(0);
    await world.close();
    await receiver.close();
  });
});
