import { graphql } from '../generated/gql.js';
import { first, must, only, problems } from '../support/expectations.js';
import { aFieldVariable } from '../support/factories/drafts.js';
import { manyRecipients } from '../support/factories/keys.js';
import { isEmbedded } from '../support/test-database.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const RETRY = graphql(`
  mutation RetryMessage($input: MessageIdInput!) {
    retryMessage(input: $input) { message { id } errors { code path } }
  }
`);

/** Two processes need a database server. */
(isEmbedded ? describe.skip : describe)('Idempotency across processes', () => {
  let world: TestWorld;
  let another: { url: string; close(): Promise<void> };
  let manager: Person;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER');
    another = await world.startAnother();
  });
  afterAll(async () => {
    await another.close();
    await world.close();
  });

  /** Twenty times at once, at both. */
  function everywhere<T>(act: (person: Pick<Person, 'client'>) => Promise<T>): Promise<T[]> {
    const both = [manager, { client: manager.client.at(another.url) }];
    return Promise.all(Array.from({ length: 20 }, (_, index) => act(must(both[index % 2]))));
  }
  const theOne = (ids: string[]) => only([...new Set(ids)], 'id');

  it('holds for templates, broadcasts and repetitions of what failed', async () => {
    const [one, two] = [manyRecipients(1, 6_004_000), manyRecipients(10, 6_004_100)];
    const { id: templateId } = await world.templates.as(manager).approved({
      body: 'Hello {{1}}, we have moved to a new place.',
      variables: [aFieldVariable({ fieldPath: 'customer.name', fallback: 'you' })],
    });
    const sent = await everywhere((person) =>
      world.templates.as(person).trySend({ idempotencyKey: 'one', templateId, recipients: one }),
    );
    const messageId = theOne(sent.map(({ results }) => must(first(results).message).id));
    const started = await everywhere((person) =>
      world.broadcasts.as(person).start({ idempotencyKey: 'many', templateId, recipients: two }),
    );
    const broadcastId = theOne(started.map(({ id }) => id));
    await world.broadcasts.as(manager).until(broadcastId, ({ delivered }) => delivered === 10);
    for (const { phoneNumber } of [...one, ...two]) expect(world.customers.gotAt(phoneNumber)).toHaveLength(1);

    await world.database.run(`UPDATE messages SET status = 'UNCONFIRMED', delivered_at = NULL WHERE id = $1`, [
      messageId,
    ]);
    const again = await everywhere(({ client }) => client.send(RETRY, { input: { messageId } }));
    expect(again.flatMap(({ retryMessage }) => problems(retryMessage.errors))).toEqual([]);
    const retried = theOne(again.map(({ retryMessage }) => must(retryMessage.message).id));
    expect(retried).not.toBe(messageId);
  });
});
