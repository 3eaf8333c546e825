/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { DEMO } from '../../src/simulator/demo-world.js';
import { settled } from '../support/legacy/received.js';
import { HISTORY, Studio } from '../support/legacy/studio.js';
import { post } from '../support/legacy/webhooks.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('News of templates', () => {
  let studio: Studio;
  const now = () => Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    studio = await Studio.open();
  });
  afterAll(() => studio.test.close());

  /** As Meta posts it: ids as numbers. */
  async function tell(field: string, template: any, value: Record<string, unknown>, time = now() + 5): Promise<void> {
    const names = {
      message_template_id: template.remoteId,
      message_template_name: template.name,
      message_template_language: 'en-US',
    };
    const response = await post(studio.test.url, {
      object: 'whatsapp_business_account',
      entry: [{ id: DEMO.whatsappAccountId, time, changes: [{ field, value: { ...names, ...value } }] }],
    });
    expect(response.status).toBe(200);
    await settled(studio.test);
  }

  it('never lets an older event undo a newer one, whatever the order', async () => {
    const template = await studio.approved();
    const at = now() + 100;
    await tell(
      'message_template_status_update',
      template,
      { event: 'PAUSED', reason: 'NONE', other_info: { title: 'FIRST_PAUSE', description: 'Paused for 3 hours.' } },
      at + 20,
    );
    await tell('message_template_status_update', template, { event: 'APPROVED', reason: 'NONE' }, at + 10);
    await tell('message_template_status_update', template, { event: 'REJECTED', reason: 'SCAM' }, at);
    const paused = await studio.read(template.id, `status ${HISTORY}`);
    expect(paused.status).toBe('PAUSED');
    expect(paused.history.nodes.at(-1)).toMatchObject({
      from: 'APPROVED',
      to: 'PAUSED',
      reason: 'Paused for 3 hours.',
      source: 'WEBHOOK',
    });
    await tell('message_template_status_update', template, { event: 'APPROVED', reason: 'NONE' }, at + 30);
    await tell('message_template_status_update', template, { event: 'APPROVED', reason: 'NONE' }, at + 30);
    const back = await studio.read(template.id, `status ${HISTORY}`);
    expect(back.status).toBe('APPROVED');
    expect(back.history.nodes).toHaveLength(paused.history.nodes.length + 1);
  });

  it('takes quality, categories announced and done, notices, and a disabling', async () => {
    const template = await studio.approved();
    await tell('message_template_quality_update', template, {
      previous_quality_score: 'UNKNOWN',
      new_quality_score: 'YELLOW',
    });
    await tell(
      'template_category_update',
      template,
      { correct_category: 'MARKETING', new_category: 'UTILITY', category_update_timestamp: now() + 86_400 },
      now() + 10,
    );
    expect(await studio.read(template.id)).toMatchObject({
      quality: 'YELLOW',
      category: 'UTILITY',
      pendingCategory: 'MARKETING',
    });
    await tell(
      'template_category_update',
      template,
      { previous_category: 'UTILITY', new_category: 'MARKETING' },
      now() + 20,
    );
    expect(await studio.read(template.id)).toMatchObject({
      category: 'MARKETING',
      pendingCategory: null,
      hasUnsubmittedChanges: false,
    });
    await tell('message_template_status_update', template, { event: 'FLAGGED', reason: 'NONE' }, now() + 30);
    await tell(
      'message_template_status_update',
      template,
      { event: 'DISABLED', reason: null, disable_info: { disable_date: '1750000000' } },
      now() + 40,
    );
    const { status, history } = await studio.read(template.id, `status ${HISTORY}`);
    expect(status).toBe('DISABLED');
    expect(history.nodes.slice(3)).toMatchObject([
      { kind: 'QUALITY', from: 'UNKNOWN', to: 'YELLOW' },
      { kind: 'CATEGORY', from: 'UTILITY', to: 'MARKETING', reason: 'announced by Meta' },
      { kind: 'CATEGORY', from: 'UTILITY', to: 'MARKETING' },
      { kind: 'STATUS', from: 'APPROVED', to: 'APPROVED', reason: 'FLAGGED' },
      { kind: 'STATUS', from: 'APPROVED', to: 'DISABLED', reason: 'Disabled by Meta on 2025-06-15.' },
    ]);
  });

  it('takes over what was edited at Meta, with its samples', async () => {
    const template = await studio.approved();
    studio.test.simulator.templates.editAtMeta(studio.remote(template.remoteId), [
      {
        type: 'BODY',
        text: 'Hi {{1}}! Order {{2}} over {{3}}, paid by {{4}}.',
        example: { body_text: [['Ann', 'A-1', '5', 'card']] },
      },
      { type: 'FOOTER', text: 'Lucky Shrub' },
    ]);
    const edited = await studio.until(template.id, 'APPROVED', 'body');
    expect(edited).toBeDefined();
    let current = edited;
    for (let attempt = 0; attempt < 100 && current.variables?.length !== 4; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      current = await studio.read(template.id);
    }
    expect(current).toMatchObject({
      body: 'Hi {{1}}! Order {{2}} over {{3}}, paid by {{4}}.',
      footer: 'Lucky Shrub',
      hasUnsubmittedChanges: false,
      variables: [
        { source: 'FIELD', fieldPath: 'customer.name' },
        {},
        {},
        { name: '4', source: 'FREE_TEXT', sampleValue: 'card' },
      ],
    });
  }, 30_000);

  it('compares ids digit by digit: two that JavaScript would take for one', async () => {
    const [first, second] = ['98765432109876541', '98765432109876543'].map((id) =>
      studio.atMeta({ id, name: `close_${id}` }),
    );
    expect(Number.isSafeInteger(Number(first!.id))).toBe(false);
    await studio.sync();
    await tell(
      'message_template_status_update',
      { remoteId: second!.id, name: second!.name },
      { event: 'PAUSED', reason: 'NONE' },
    );
    const { templates } = await studio.client.send(
      '{ templates(filter: { search: "close_" }) { nodes { remoteId status } } }',
    );
    const byId = new Map(
      templates.nodes.map((node: { remoteId: string; status: string }) => [node.remoteId, node.status]),
    );
    expect(byId.get(first!.id)).toBe('APPROVED');
    expect(byId.get(second!.id)).toBe('PAUSED');
  });

  it('fetches a template that it hears of for the first time', async () => {
    const made = studio.atMeta({ name: 'unheard_of' });
    await tell(
      'message_template_status_update',
      { remoteId: made.id, name: made.name },
      { event: 'APPROVED', reason: 'NONE' },
    );
    let found: any[] = [];
    for (let attempt = 0; attempt < 100 && found.length === 0; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = (await studio.client.send('{ templates(filter: { search: "unheard_of" }) { nodes { id status } } }'))
        .templates.nodes;
    }
    expect(found).toMatchObject([{ status: 'APPROVED' }]);
  }, 30_000);

  it('shows a status that nobody knows yet as UNKNOWN, with Meta’s word', async () => {
    const template = await studio.approved();
    await tell('message_template_status_update', template, { event: 'MELTED', reason: 'NONE' });
    expect(await studio.read(template.id)).toMatchObject({ status: 'UNKNOWN', remoteStatus: 'MELTED' });
  });

  it('adopts the news that is faster than the answer to the submission', async () => {
    const { template } = await studio.create();
    studio.test.simulator.world.settings.templateReviewMs = 1;
    studio.test.simulator.world.settings.latencyMs = 0;
    const submitted = await studio.submit(template.id);
    studio.test.simulator.world.settings.templateReviewMs = null;
    expect(submitted.errors).toEqual([]);
    expect((await studio.until(template.id, 'APPROVED')).remoteId).not.toBeNull();
  });

  it('takes what our rules do not know (yet), and lets it be bound and renamed', async () => {
    const components = [
      { type: 'BODY', text: 'Hello {{1}}.', example: { body_text: [['Ann']] } },
      { type: 'HOLOGRAM', depth: 3 },
    ];
    studio.atMeta({ name: 'from_the_future', language: 'tlh', category: 'ACCOUNT_UPDATE', components });
    expect((await studio.sync()).report).toMatchObject({ created: 1, error: null });
    const [{ id }] = (await studio.client.send('{ templates(filter: { search: "from_the_future" }) { nodes { id } } }'))
      .templates.nodes;
    const changed = await studio.change('updateTemplate', {
      id,
      displayName: 'Future',
      appliesTo: studio.models.order,
      variables: [{ placement: 'BODY', name: '1', source: 'FIELD', fieldPath: 'customer.name', sampleValue: 'Ann' }],
    });
    expect(changed).toMatchObject({
      errors: [],
      template: { displayName: 'Future', category: 'UNKNOWN', hasUnsubmittedChanges: false },
    });
    expect((await studio.sync()).report).toMatchObject({ updated: 0, conflicts: [] });
  });

  it('sets aside what cannot be read, and says why', async () => {
    const response = await post(studio.test.url, {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: DEMO.whatsappAccountId,
          time: now(),
          changes: [{ field: 'message_template_status_update', value: { event: 'APPROVED' } }],
        },
      ],
    });
    expect(response.status).toBe(200);
    await settled(studio.test);
    const { webhookDeliveries } = await studio.test.admin.send(
      '{ webhookDeliveries(state: [FAILED]) { nodes { error } } }',
    );
    expect(webhookDeliveries.nodes).toMatchObject([
      { error: expect.stringContaining('message_template_id is missing') },
    ]);
  });
});
