import { Campaigns, people } from '../support/legacy/campaigns.js';
import { GraphqlClient } from '../support/legacy/graphql-client.js';
import { isEmbedded } from '../support/test-database.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

/** Two processes need a database server. */
(isEmbedded ? describe.skip : describe)('Idempotency across processes', () => {
  let campaigns: Campaigns;
  let another: { url: string; close(): Promise<void> };
  let clients: GraphqlClient[];

  beforeAll(async () => {
    campaigns = await Campaigns.open();
    another = await campaigns.studio.test.startAnother();
    const { token } = campaigns.studio.client;
    clients = [campaigns.studio.client, new GraphqlClient(another.url, token)];
  });
  afterAll(async () => {
    await another.close();
    await campaigns.studio.test.close();
  });

  /** Twenty times at once, at both. */
  const everywhere = (query: string, input: object): Promise<any[]> =>
    Promise.all(Array.from({ length: 20 }, (_, index) => clients[index % 2]!.send(query, { input })));

  it('holds for templates, broadcasts and repetitions of what failed', async () => {
    const [one, two] = [people(1, 6_004_000), people(10, 6_004_100)];
    const templateId = campaigns.template.id;
    const sent = await everywhere(
      'mutation ($input: SendTemplateInput!) { sendTemplate(input: $input) { results { message { id } } errors { code } } }',
      { idempotencyKey: 'one', templateId, recipients: one },
    );
    const [messageId, ...otherIds] = new Set(sent.map(({ sendTemplate }) => sendTemplate.results[0].message.id));
    expect(otherIds).toEqual([]);
    const started = await everywhere(
      'mutation ($input: StartBroadcastInput!) { startBroadcast(input: $input) { broadcast { id } errors { code } } }',
      { idempotencyKey: 'many', templateId, recipients: two },
    );
    const [broadcastId, ...otherBroadcasts] = new Set(started.map(({ startBroadcast }) => startBroadcast.broadcast.id));
    expect(otherBroadcasts).toEqual([]);
    await campaigns.until(broadcastId, ({ delivered }) => delivered === 10);
    for (const person of [...one, ...two]) expect(campaigns.arrived(person)).toHaveLength(1);

    await campaigns.studio.test.database.run(`UPDATE messages SET status = 'UNCONFIRMED' WHERE id = $1`, [messageId]);
    const again = await everywhere(
      'mutation ($input: MessageIdInput!) { retryMessage(input: $input) { message { id } errors { code } } }',
      { messageId },
    );
    const [retried, ...others] = new Set(again.map(({ retryMessage }) => retryMessage.message.id));
    expect([others, retried === messageId]).toEqual([[], false]);
  });
});
