import fc, { type Arbitrary } from 'fast-check';
import { oddInteger, oddJson, oddText } from './odd-values.js';

/** What one client writes into its WebSocket, frame by frame. */
export interface FramesCase {
  frames: (string | Uint8Array)[];
}

const id = fc.oneof(fc.constantFrom('1', '2'), oddText);
const query = fc.oneof(
  fc.constant('subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) { __typename } }'),
  fc.constant('{ accounts { id } }'),
  fc.constant('subscription { nothing }'),
  oddText,
);

function frames(token: string, accountId: string): Arbitrary<string | Uint8Array> {
  const message = fc.oneof(
    fc.constant({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
    fc.record({ type: fc.constant('connection_init'), payload: oddJson }),
    fc.record({
      id,
      type: fc.constant('subscribe'),
      payload: fc.record({
        query,
        operationName: fc.option(oddText),
        variables: fc.oneof(
          fc.constant({ id: accountId }),
          fc.record({ id: fc.constant(accountId), after: oddText }),
          oddJson,
        ),
      }),
    }),
    fc.record({
      id,
      type: fc.constantFrom('subscribe', 'complete', 'next', 'error', 'ping', 'pong', 'connection_ack'),
      payload: oddJson,
    }),
    fc.record({ type: oddText }),
    oddJson,
  );
  return fc.oneof(
    { weight: 8, arbitrary: message.map((value) => JSON.stringify(value) ?? 'null') },
    { weight: 1, arbitrary: oddText },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    { weight: 1, arbitrary: oddInteger.map(String) },
  );
}

export function framesCases(token: string, accountId: string): Arbitrary<FramesCase> {
  const first = JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  return fc
    .tuple(fc.boolean(), fc.array(frames(token, accountId), { minLength: 1, maxLength: 6 }))
    .map(([isPolite, rest]) => ({ frames: isPolite ? [first, ...rest] : rest }));
}
