import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { first, must, only } from '../support/expectations.js';
import { aStatus, aTextMessage, aWebhook, type MetaObject } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const DELIVERIES = graphql(`
  query WhatWasNotRead { webhookDeliveries(first: 1) { nodes { state fields notRead error payload } } }
`);
const ACCOUNT_DETAILS = graphql(`
  query DetailsOfAccountHistory($id: ID!) {
    account(id: $id) { history(first: 1) { nodes { to severity details } } }
  }
`);
const TEMPLATE_DETAILS = graphql(`
  query DetailsOfTemplateHistory($id: ID!) {
    template(id: $id) { history(first: 10) { nodes { kind to details } } }
  }
`);

const metadata = { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId };

describe('What Meta reports and Parley has no use for yet', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const latest = async () => only((await world.admin.send(DELIVERIES)).webhookDeliveries.nodes, 'the latest delivery');

  it.each<[string, MetaObject]>([
    ['history', { metadata, history: [{ threads: [{ id: '49151', messages: [] }] }] }],
    ['smb_app_state_sync', { metadata, state_sync: [] }],
    ['calls', { metadata, calls: [] }],
    ['standby', { metadata, messages: [] }],
    ['message_echoes', { metadata, message_echoes: [] }],
    ['smb_message_echoes', { metadata, message_echoes: [] }],
    ['messages', { metadata }],
    ['group_settings_update', { metadata }],
    ['automatic_events', { automatic_events: [{ id: 'wamid.A', event_name: 'LeadSubmitted' }] }],
    ['hologram_update', { anything: true }],
  ])('is kept, seen and named: %s', async (field, value) => {
    await world.webhooks.receivesField(field, value);
    expect(await latest()).toMatchObject({
      state: 'IGNORED',
      fields: [field],
      notRead: [field],
      error: `Not yet read: ${field}.`,
      payload: { entry: [{ changes: [{ field, value }] }] },
    });
  });

  it('is named beside what was applied', async () => {
    const statuses = [aStatus('wamid.paid', 'captured', { type: 'payment' })];
    const webhook = aWebhook({ messages: [aTextMessage('and a message')], statuses, holograms: [{}] });
    await world.webhooks.post(webhook).expect(200);
    await world.webhooks.settled();
    expect(await latest()).toMatchObject({
      state: 'PROCESSED',
      notRead: ['statuses.captured', 'messages.holograms'],
      error: null,
    });
    await world.webhooks.receives({ messages: [aTextMessage('nothing else')] });
    expect(await latest()).toMatchObject({ state: 'PROCESSED', notRead: [], error: null });
  });

  it('of an account is in its history: the severity of an alert, and all else', async () => {
    const alert = {
      entity_type: 'BUSINESS',
      entity_id: '506914307656634',
      alert_info: {
        alert_severity: 'WARNING',
        alert_status: 'ACTIVE',
        alert_type: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED',
        alert_description: 'Limits cannot be increased',
      },
    };
    const history = async () =>
      first(must((await world.admin.send(ACCOUNT_DETAILS, { id: world.account.id })).account).history.nodes);
    await world.webhooks.receivesField('account_alerts', alert);
    expect(await history()).toEqual({ to: alert.alert_info.alert_type, severity: 'WARNING', details: alert });
    const tier = { tier_update_time: 1, pricing_category: 'UTILITY', tier: '0:1', effective_month: '2026-11' };
    const update = { event: 'VOLUME_BASED_PRICING_TIER_UPDATE', volume_tier_info: tier };
    await world.webhooks.receivesField('account_update', update);
    expect(await history()).toEqual({ to: update.event, severity: null, details: update });
  });

  it('of a template is in its history', async () => {
    const remote = world.meta.addTemplate({ name: 'reported_pause' });
    await world.templates.sync();
    const [template] = await world.database.query<{ id: string }>(`SELECT id FROM templates WHERE name = $1`, [
      'reported_pause',
    ]);
    const update = {
      event: 'PAUSED',
      message_template_id: remote.id,
      message_template_name: remote.name,
      message_template_language: remote.language,
      reason: 'NONE',
      other_info: { title: 'FIRST_PAUSE', description: 'Paused for 3 hours' },
    };
    await world.webhooks.receivesField('message_template_status_update', update);
    const { nodes } = must((await world.admin.send(TEMPLATE_DETAILS, { id: must(template).id })).template).history;
    expect(nodes.find(({ to }) => to === 'PAUSED')).toMatchObject({ details: update });
  });
});
