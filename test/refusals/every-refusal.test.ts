import { ERROR_CATALOGUE, metaErrorOf } from '../../src/whatsapp/errors/error-catalogue.js';
import type { MetaError } from '../../src/whatsapp/errors/meta-error.js';
import { graphql } from '../generated/gql.js';
import type { BroadcastDetailsFragment } from '../generated/graphql.js';
import { eventually, must } from '../support/expectations.js';
import { manyRecipients } from '../support/factories/keys.js';
import { MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const HELD = graphql(`
  query HeldSending($id: ID!) {
    account(id: $id) {
      status sendingPausedUntil sendingPauseReason
      phoneNumbers { sendingPausedUntil sendingPauseReason }
    }
  }
`);
const RESUME = graphql(`
  mutation ResumeSending($id: ID!) { resumeSending(input: { accountId: $id }) { errors { code message path } } }
`);
const TEST_CONNECTION = graphql(`
  mutation TestConnectionAfterRefusal($id: ID!) { testConnection(input: { accountId: $id }) { report { ok } } }
`);
const SENT = graphql(`
  query SentByBroadcast($id: ID!) { broadcast(id: $id) { messages(status: [SENT]) { nodes { whatsappId } } } }
`);

const TEN = 10;
/** What Meta answered with an error of its own is sent once more after a quarter of an hour without a status. */
const UNTIL_RESENT_MS = 16 * MINUTE_MS;

/** What a refusal does to a broadcast of ten, by its row of the catalogue. */
type Outcome =
  'TOKEN_INVALID' | 'ACCOUNT_HELD' | 'NUMBER_HELD' | 'PAUSED' | 'BRAKED' | 'BRAKED_UNCONFIRMED' | 'RETRIED' | 'FAILED';

function outcomeOf({ scope, handling, resume }: MetaError): Outcome {
  switch (scope) {
    case 'TOKEN':
      return 'TOKEN_INVALID';
    case 'ACCOUNT':
      return 'ACCOUNT_HELD';
    case 'NUMBER':
      return resume.by === 'TRIAL' ? 'NUMBER_HELD' : 'PAUSED';
    case 'TEMPLATE':
      return 'PAUSED';
    case 'RECIPIENT':
      return resume.by === 'BACKOFF' ? 'RETRIED' : 'FAILED';
    case 'MESSAGE':
      return handling === 'AMBIGUOUS' ? 'BRAKED_UNCONFIRMED' : 'BRAKED';
  }
}

describe('A broadcast of ten that Meta refuses', () => {
  let world: TestWorld;
  let templateId: string;
  let next = 6_100_000;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    await world.admin.send(TEST_CONNECTION, { id: world.account.id });
    const draft = { body: 'We have moved to a new place.', variables: [], appliesTo: null, phoneField: null };
    templateId = (await world.templates.approved(draft)).id;
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.meta.forgetPlannedErrors();
    world.meta.behave({ sentAfterMs: 10, deliveredAfterMs: 40 }); // so many broadcasts need not wait for a slow customer
  });
  afterEach(() => world.meta.behaveAsUsual());

  const held = async () => must((await world.admin.send(HELD, { id: world.account.id })).account);
  const startTen = async () => {
    const recipients = manyRecipients(TEN, next);
    next += TEN;
    const broadcast = await world.broadcasts.start({ templateId, recipients, messagesPerSecond: 100 });
    return { id: broadcast.id, recipients };
  };
  /** Nothing is under way: what Meta refused is written down. */
  const stopped = (id: string, isWanted: (broadcast: BroadcastDetailsFragment) => boolean) =>
    world.broadcasts.until(id, isWanted);

  const expectOutcome = async (id: string, outcome: Outcome, code: number) => {
    const nobodyIsLeftOut = ({ queued, failed }: BroadcastDetailsFragment) => queued === TEN && failed === 0;
    switch (outcome) {
      case 'TOKEN_INVALID':
        await eventually(held, ({ status }) => status === 'TOKEN_INVALID');
        return stopped(id, (broadcast) => broadcast.status === 'RUNNING' && nobodyIsLeftOut(broadcast));
      case 'ACCOUNT_HELD': {
        const { sendingPauseReason } = await eventually(held, (account) => account.sendingPausedUntil !== null);
        expect(must(sendingPauseReason).length).toBeGreaterThan(20);
        return stopped(id, (broadcast) => broadcast.status === 'RUNNING' && nobodyIsLeftOut(broadcast));
      }
      case 'NUMBER_HELD': {
        const account = await eventually(held, ({ phoneNumbers: [number] }) => number?.sendingPausedUntil != null);
        expect(must(must(account.phoneNumbers[0]).sendingPauseReason).length).toBeGreaterThan(20);
        expect(account.sendingPausedUntil).toBeNull();
        return stopped(id, (broadcast) => broadcast.status === 'RUNNING' && nobodyIsLeftOut(broadcast));
      }
      case 'PAUSED': {
        const paused = await stopped(id, (broadcast) => broadcast.status === 'PAUSED' && nobodyIsLeftOut(broadcast));
        expect(paused.pauseReason).toContain(`${code}: `);
        return paused;
      }
      case 'BRAKED': {
        const paused = await stopped(id, (broadcast) => broadcast.status === 'PAUSED' && nobodyIsLeftOut(broadcast));
        expect(paused.pauseReason).toMatch(new RegExp(`in a row met the same refusal.*${code}: `));
        expect(paused.resumesAt).not.toBeNull();
        return paused;
      }
      case 'BRAKED_UNCONFIRMED': {
        const paused = await stopped(
          id,
          ({ status, queued, unconfirmed }) =>
            status === 'PAUSED' && unconfirmed >= 3 && queued > 0 && queued + unconfirmed === TEN,
        );
        expect(paused.pauseReason).toMatch(/in a row met the same refusal/);
        // what is on its way still becomes UNCONFIRMED, and would only then begin to wait
        await eventually(
          () => world.countRows(`outgoing_jobs WHERE broadcast_id = '${id}' AND state = 'SENDING'`),
          (underWay) => underWay === 0,
        );
        return paused;
      }
      case 'RETRIED':
        await eventually(
          () => world.meta.requestsTo('/messages').filter(({ status }) => status >= 400).length,
          (count) => count >= TEN,
        );
        return stopped(id, (broadcast) => broadcast.status === 'RUNNING' && nobodyIsLeftOut(broadcast));
      case 'FAILED':
        return stopped(id, ({ failed }) => failed === TEN);
    }
  };

  /** By one click. */
  const mend = async (id: string, outcome: Outcome) => {
    world.meta.forgetPlannedErrors();
    if (outcome === 'BRAKED_UNCONFIRMED') await world.later(UNTIL_RESENT_MS);
    if (outcome === 'TOKEN_INVALID') await world.admin.send(TEST_CONNECTION, { id: world.account.id });
    else if (outcome === 'ACCOUNT_HELD' || outcome === 'NUMBER_HELD') {
      expect((await world.admin.send(RESUME, { id: world.account.id })).resumeSending.errors).toEqual([]);
    } else if ((await world.broadcasts.read(id)).status === 'PAUSED') {
      const { errors } = await world.broadcasts.resume(id);
      expect(errors).toEqual([]);
    }
  };
  const delivered = ({ phoneNumber }: { phoneNumber: string }) =>
    world.customers.gotAt(phoneNumber).filter(({ status }) => status === 'delivered');

  const UNKNOWN = { ...metaErrorOf(987654), code: 987654 };
  const rows = [...ERROR_CATALOGUE, UNKNOWN].map((row): [string, string, MetaError] => [
    row.subcode === undefined ? String(row.code) : `${row.code}/${row.subcode}`,
    outcomeOf(row),
    row,
  ]);

  it.each(rows)('with %s: %s, and nobody is left out for what is not theirs', async (_name, _outcome, row) => {
    const outcome = outcomeOf(row);
    world.meta.world.requests.length = 0;
    world.meta.planError({ code: row.code, subcode: row.subcode, times: 10_000 });
    const { id, recipients } = await startTen();
    await expectOutcome(id, outcome, row.code);
    await mend(id, outcome);
    if (outcome === 'FAILED') {
      for (const recipient of recipients) expect(world.customers.gotAt(recipient.phoneNumber)).toEqual([]);
      return;
    }
    await world.broadcasts.until(id, (broadcast) => broadcast.delivered === TEN);
    for (const recipient of recipients) expect(world.customers.gotAt(recipient.phoneNumber)).toHaveLength(1);
    const { status, sendingPausedUntil, phoneNumbers } = await held();
    expect([status, sendingPausedUntil, phoneNumbers[0]?.sendingPausedUntil]).toEqual(['CONNECTED', null, null]);
  });

  const HELD_BACK = ['TOKEN_INVALID', 'ACCOUNT_HELD', 'NUMBER_HELD', 'PAUSED'];
  const toldByStatus = rows.filter(([, outcome, { code, subcode }]) => {
    return HELD_BACK.includes(outcome) && subcode === undefined && code !== 0; // a status without a code reads as 0
  });

  /** Whatever Meta has accepted of a broadcast fails with this code, until it stops. */
  const failWhatWasAccepted = async (id: string, code: number, isStopped: () => Promise<boolean>) => {
    await eventually(
      async () => {
        const { broadcast } = await world.admin.send(SENT, { id });
        for (const { whatsappId } of must(broadcast).messages.nodes) {
          const message = must(world.meta.world.message(must(whatsappId)));
          if (message.status !== 'failed') world.meta.simulator.conversations.reportStatus(message, 'failed', code);
        }
        return isStopped();
      },
      (hasStopped) => hasStopped,
    );
  };

  it.each(toldByStatus)('with %s told by a status: %s, as if Meta had answered so', async (_name, _outcome, row) => {
    const outcome = outcomeOf(row);
    world.meta.behave({ sentAfterMs: null, deliveredAfterMs: null });
    const { id, recipients } = await startTen();
    await failWhatWasAccepted(id, row.code, async () => {
      const { status, queued, sent, failed } = await world.broadcasts.read(id);
      const account = await held();
      const isHeld =
        status === 'PAUSED' ||
        account.status === 'TOKEN_INVALID' ||
        account.sendingPausedUntil !== null ||
        account.phoneNumbers[0]?.sendingPausedUntil != null;
      return isHeld && queued === TEN && sent + failed === 0;
    });
    await expectOutcome(id, outcome, row.code);
    world.meta.behaveAsUsual();
    await mend(id, outcome);
    await world.broadcasts.until(id, (broadcast) => broadcast.delivered === TEN);
    for (const recipient of recipients) expect(delivered(recipient)).toHaveLength(1);
  });
});
