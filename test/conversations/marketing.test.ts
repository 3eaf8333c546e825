import { Office } from '../support/legacy/office.js';
import { eventually, type GraphqlClient } from '../support/legacy/graphql-client.js';
import { DEMO } from '../../src/simulator/demo-world.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Customers who want no marketing', () => {
  let office: Office;
  let offer = '';
  let notice = '';
  let keys = 0;

  beforeAll(async () => {
    office = await Office.open({ OPT_OUT_WORDS: 'HALT,no más' });
    for (const category of ['MARKETING', 'UTILITY']) {
      const draft = {
        accountId: office.account.id,
        displayName: `T ${category}`,
        language: 'en_US',
        category,
        body: 'Our garden has something for you today.',
      };
      const { createTemplate } = await office.test.admin.send(
        'mutation ($draft: TemplateDraftInput!) { createTemplate(input: { draft: $draft }) { template { id } errors { message } } }',
        { draft },
      );
      const { id } = createTemplate.template;
      await office.test.admin.send(
        'mutation ($id: ID!) { submitTemplate(input: { templateId: $id }) { errors { code } } }',
        { id },
      );
      if (category === 'MARKETING') offer = id;
      else notice = id;
    }
    for (const template of office.test.simulator.world.templates.values())
      office.test.simulator.templates.decide(template, 'APPROVED');
    await eventually(
      () => office.test.admin.send('{ templates(filter: { status: [APPROVED] }) { nodes { id } } }'),
      ({ templates }) => templates.nodes.length === 2,
    );
  });
  afterAll(() => office.test.close());

  async function sendTo(name: string, templateId: string): Promise<any[]> {
    keys += 1;
    const { id: conversationId } = await office.conversationWith(name);
    const answer = await office.send(
      office.test.admin,
      conversationId,
      { template: { templateId } },
      { idempotencyKey: `m-${keys}` },
    );
    return answer.errors;
  }
  const contact = async (name: string): Promise<any> => (await office.conversationWith(name)).contact;
  const set = async (client: GraphqlClient, mutation: string, contactId: string): Promise<any> =>
    (
      await client.send(
        `mutation ($id: ID!) { ${mutation}(input: { contactId: $id }) { contact { optedOutAt optOutSource } errors { code path } } }`,
        { id: contactId },
      )
    )[mutation];

  it('say so in a word, which may be configured, and take it back in another', async () => {
    const customer = office.customer('16505551401', 'Worda');
    await office.writes(customer, 'stop'); // not configured here
    expect(await contact('Worda')).toMatchObject({ optedOutAt: null });
    await office.writes(customer, 'Halt!');
    expect(await contact('Worda')).toMatchObject({ optedOutAt: expect.any(String), optOutSource: 'CUSTOMER_WORD' });
    expect(await sendTo('Worda', offer)).toMatchObject([{ code: 'OPTED_OUT', path: ['content', 'template'] }]);
    expect(await sendTo('Worda', notice)).toEqual([]);
    const free = await office.send(office.test.admin, (await office.conversationWith('Worda')).id, {
      text: { body: 'Understood' },
    });
    expect(free.errors).toEqual([]); // they wrote: an answer is no marketing
    await office.writes(customer, 'START');
    expect(await contact('Worda')).toMatchObject({ optedOutAt: null, optOutSource: null });
    expect(await sendTo('Worda', offer)).toEqual([]);
    await office.writes(customer, { type: 'button', body: { text: 'No más', payload: 'x' } });
    expect(await contact('Worda')).toMatchObject({ optOutSource: 'CUSTOMER_WORD' });
  });

  it('say so to WhatsApp; older news changes nothing', async () => {
    const customer = office.customer('16505551402', 'Prefa');
    await office.writes(customer, 'Hello');
    const at = Math.floor(Date.now() / 1000);
    const tell = (value: string, timestamp: number) =>
      office.receivesField('user_preferences', {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId },
        user_preferences: [
          { wa_id: customer.waId, user_id: customer.userId, category: 'marketing_messages', value, timestamp },
        ],
      });
    await tell('stop', at);
    await tell('resume', at - 100);
    expect(await contact('Prefa')).toMatchObject({ optOutSource: 'WHATSAPP' });
    await tell('resume', at + 10);
    await tell('stop', at);
    expect(await contact('Prefa')).toMatchObject({ optedOutAt: null });
  });

  it('are known by what Meta answers to an offer', async () => {
    const customer = office.customer('16505551403', 'Refusa');
    await office.writes(customer, 'Hello');
    office.test.simulator.world.plannedErrors.push({ path: '/messages', times: 1, kind: 'CODE', code: 131050 });
    expect(await sendTo('Refusa', offer)).toEqual([]);
    await eventually(
      () => contact('Refusa'),
      ({ optOutSource }) => optOutSource === 'DELIVERY',
    );
    const later = office.customer('16505551404', 'Latera');
    await office.writes(later, 'Hello');
    expect(await sendTo('Latera', offer)).toEqual([]);
    const [sent] = await office.got(later, 1);
    office.test.simulator.conversations.reportStatus(sent!, 'failed', 131050);
    await eventually(
      () => contact('Latera'),
      ({ optOutSource }) => optOutSource === 'DELIVERY',
    );
  });

  it('are noted by colleagues, and by nobody who may not', async () => {
    const customer = office.customer('16505551405', 'Colla');
    await office.writes(customer, 'Hello');
    const { id } = await contact('Colla');
    const ann = await office.hire('OPERATOR', 'Ann');
    expect(await set(ann.client, 'optOutContact', id)).toMatchObject({
      errors: [],
      contact: { optOutSource: 'COLLEAGUE' },
    });
    const first = (await contact('Colla')).optedOutAt;
    expect(await set(ann.client, 'optOutContact', id)).toMatchObject({ errors: [], contact: { optedOutAt: first } });
    expect(await set(ann.client, 'optInContact', id)).toMatchObject({ errors: [], contact: { optedOutAt: null } });
    expect(await set(ann.client, 'optInContact', 'nonsense')).toMatchObject({
      errors: [{ code: 'NOT_FOUND', path: ['contactId'] }],
    });
    const stranger = await office.hire('OPERATOR', 'Stranger');
    await office.test.admin.send(
      'mutation ($id: ID!) { updateUser(input: { id: $id, accountIds: [] }) { errors { code } } }',
      { id: stranger.id },
    );
    expect(await set(stranger.client, 'optOutContact', id)).toMatchObject({ errors: [{ code: 'NOT_FOUND' }] });
  });
});
