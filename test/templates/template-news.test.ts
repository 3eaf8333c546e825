import { graphql } from '../generated/gql.js';
import { eventually, last, must, only } from '../support/expectations.js';
import { aFieldVariable } from '../support/factories/drafts.js';
import { aFieldWebhook } from '../support/factories/webhooks.js';
import type { Person } from '../support/world/people.js';
import type { TemplatesDriver } from '../support/world/templates.js';
import { TestWorld } from '../support/world/test-world.js';

const FOUND = graphql(`
  query FoundTemplates($search: String!) { templates(filter: { search: $search }) { nodes { id remoteId status } } }
`);
const STATUS_UPDATE = 'message_template_status_update';

describe('News of templates', () => {
  let world: TestWorld;
  let manager: Person;
  let templates: TemplatesDriver;
  const now = () => Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER');
    templates = world.templates.as(manager);
  });
  afterAll(() => world.close());

  const find = async (search: string) => (await manager.client.send(FOUND, { search })).templates.nodes;

  /** As Meta posts it: ids as numbers. */
  async function tell(
    field: string,
    { remoteId, name }: { remoteId: string | null; name: string },
    value: Record<string, unknown>,
    time = now() + 5,
  ): Promise<void> {
    const names = {
      message_template_id: must(remoteId, 'an id at Meta'),
      message_template_name: name,
      message_template_language: 'en-US',
    };
    await world.webhooks.receivesField(field, { ...names, ...value }, time);
  }

  it('never lets an older event undo a newer one, whatever the order', async () => {
    const template = await templates.approved();
    const at = now() + 100;
    await tell(
      STATUS_UPDATE,
      template,
      { event: 'PAUSED', reason: 'NONE', other_info: { title: 'FIRST_PAUSE', description: 'Paused for 3 hours.' } },
      at + 20,
    );
    await tell(STATUS_UPDATE, template, { event: 'APPROVED', reason: 'NONE' }, at + 10);
    await tell(STATUS_UPDATE, template, { event: 'REJECTED', reason: 'SCAM' }, at);
    expect((await templates.read(template.id)).status).toBe('PAUSED');
    const history = await templates.historyOf(template.id);
    expect(last(history)).toMatchObject({
      from: 'APPROVED',
      to: 'PAUSED',
      reason: 'Paused for 3 hours.',
      source: 'WEBHOOK',
    });
    await tell(STATUS_UPDATE, template, { event: 'APPROVED', reason: 'NONE' }, at + 30);
    await tell(STATUS_UPDATE, template, { event: 'APPROVED', reason: 'NONE' }, at + 30);
    expect((await templates.read(template.id)).status).toBe('APPROVED');
    expect(await templates.historyOf(template.id)).toHaveLength(history.length + 1);
  });

  it('takes quality, categories announced and done, notices, and a disabling', async () => {
    const template = await templates.approved();
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
    await templates.syncOne(template.id); // Meta's answer is older than what it announced
    expect(await templates.read(template.id)).toMatchObject({
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
    expect(await templates.read(template.id)).toMatchObject({
      category: 'MARKETING',
      pendingCategory: null,
      hasUnsubmittedChanges: false,
    });
    await tell(STATUS_UPDATE, template, { event: 'FLAGGED', reason: 'NONE' }, now() + 30);
    await tell(
      STATUS_UPDATE,
      template,
      { event: 'DISABLED', reason: null, disable_info: { disable_date: '1750000000' } },
      now() + 40,
    );
    expect((await templates.read(template.id)).status).toBe('DISABLED');
    expect((await templates.historyOf(template.id)).slice(3)).toMatchObject([
      { kind: 'QUALITY', from: 'UNKNOWN', to: 'YELLOW' },
      { kind: 'CATEGORY', from: 'UTILITY', to: 'MARKETING', reason: 'announced by Meta' },
      { kind: 'CATEGORY', from: 'UTILITY', to: 'MARKETING' },
      { kind: 'STATUS', from: 'APPROVED', to: 'APPROVED', reason: 'FLAGGED' },
      { kind: 'STATUS', from: 'APPROVED', to: 'DISABLED', reason: 'Disabled by Meta on 2025-06-15.' },
    ]);
  });

  it('keeps the text that was reported, whatever an answer of Meta from before says', async () => {
    const template = await templates.approved();
    await tell(
      'message_template_components_update',
      template,
      { message_template_element: 'Hi {{1}}! Order {{2}} over {{3}}, by {{4}}, was packed by hand.' },
      now() + 10,
    );
    const reported = await templates.read(template.id);
    expect(reported.body).toContain('was packed by hand');
    await templates.syncOne(template.id); // Meta's answer is older than what it reported
    expect(await templates.read(template.id)).toMatchObject({ body: reported.body, hasUnsubmittedChanges: false });
  });

  it('takes over what was edited at Meta, with its samples', async () => {
    const { id, remoteId } = await templates.approved();
    world.meta.simulator.templates.editAtMeta(world.meta.template(remoteId), [
      {
        type: 'BODY',
        text: 'Hi {{1}}! Order {{2}} over {{3}}, paid by {{4}}.',
        example: { body_text: [['Ann', 'A-1', '5', 'card']] },
      },
      { type: 'FOOTER', text: 'Lucky Shrub' },
    ]);
    const edited = await eventually(
      () => templates.read(id),
      ({ variables }) => variables.some(({ sampleValue }) => sampleValue === 'card'), // the webhook brings the text, Meta the samples
    );
    expect(edited).toMatchObject({
      status: 'APPROVED',
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
    const [kept, paused] = ['98765432109876541', '98765432109876543'] as const;
    for (const id of [kept, paused]) world.meta.addTemplate({ id, name: `close_${id}` });
    expect(Number.isSafeInteger(Number(kept))).toBe(false);
    await templates.sync();
    await tell(STATUS_UPDATE, { remoteId: paused, name: `close_${paused}` }, { event: 'PAUSED', reason: 'NONE' });
    const byId = new Map((await find('close_')).map(({ remoteId, status }) => [remoteId, status]));
    expect(byId.get(kept)).toBe('APPROVED');
    expect(byId.get(paused)).toBe('PAUSED');
  });

  it('fetches a template that it hears of for the first time', async () => {
    const { id, name } = world.meta.addTemplate({ name: 'unheard_of' });
    await tell(STATUS_UPDATE, { remoteId: id, name }, { event: 'APPROVED', reason: 'NONE' });
    const found = await eventually(
      () => find('unheard_of'),
      ({ length }) => length > 0,
    );
    expect(found).toMatchObject([{ status: 'APPROVED' }]);
  }, 30_000);

  it('shows a status that nobody knows yet as UNKNOWN, with Meta’s word', async () => {
    const template = await templates.approved();
    await tell(STATUS_UPDATE, template, { event: 'MELTED', reason: 'NONE' });
    expect(await templates.read(template.id)).toMatchObject({ status: 'UNKNOWN', remoteStatus: 'MELTED' });
  });

  it('adopts the news that is faster than the answer to the submission', async () => {
    const { id } = await templates.create();
    world.meta.behave({ templateReviewMs: 1, latencyMs: 0 });
    await templates.submit(id);
    world.meta.behave({ templateReviewMs: null });
    expect((await templates.until(id, 'APPROVED')).remoteId).not.toBeNull();
  });

  it('takes what our rules do not know (yet), and lets it be bound and renamed', async () => {
    const components = [
      { type: 'BODY', text: 'Hello {{1}}.', example: { body_text: [['Ann']] } },
      { type: 'HOLOGRAM', depth: 3 },
    ];
    world.meta.addTemplate({ name: 'from_the_future', language: 'tlh', category: 'ACCOUNT_UPDATE', components });
    expect((await templates.sync()).report).toMatchObject({ created: 1, error: null });
    const { id } = only(await find('from_the_future'));
    const changed = await templates.update({
      id,
      displayName: 'Future',
      appliesTo: world.records.modelId('order'),
      variables: [aFieldVariable({ fieldPath: 'customer.name', sampleValue: 'Ann' })],
    });
    expect(changed).toMatchObject({
      errors: [],
      template: { displayName: 'Future', category: 'UNKNOWN', hasUnsubmittedChanges: false },
    });
    expect((await templates.sync()).report).toMatchObject({ created: 0, conflicts: [] });
    expect(await templates.read(id)).toMatchObject({
      displayName: 'Future',
      variables: [{ fieldPath: 'customer.name' }],
      hasUnsubmittedChanges: false,
    });
  });

  it('sets aside what cannot be read, and says why', async () => {
    await world.webhooks.post(aFieldWebhook(STATUS_UPDATE, { event: 'APPROVED' }, { time: now() })).expect(200);
    await world.webhooks.settled();
    expect(await world.webhooks.deliveries('FAILED')).toMatchObject([
      { error: expect.stringContaining('message_template_id is missing') },
    ]);
  });
});
