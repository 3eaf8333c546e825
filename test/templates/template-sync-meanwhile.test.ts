import { SyncScheduleService } from '../../src/modules/templates/sync/sync-schedule.service.js';
import { eventually, must } from '../support/expectations.js';
import type { TemplatesDriver } from '../support/world/templates.js';
import { TestWorld } from '../support/world/test-world.js';

describe('Synchronising templates, while webhooks come', () => {
  let world: TestWorld;
  let templates: TemplatesDriver;

  beforeEach(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    templates = world.templates.as(await world.people.add('MANAGER'));
  });
  afterEach(() => world.close());

  it('reads what webhooks report while others are being read', async () => {
    const [one, other] = [await templates.approved(), await templates.approved()];
    const countUnread = (): Promise<number> => world.countRows('templates WHERE remote_hash IS NULL');
    await eventually(countUnread, (count) => count === 0);
    const { simulator } = world.meta;
    const footer = (text: string) => [
      { type: 'BODY', text: 'Hi.' },
      { type: 'FOOTER', text },
    ];
    const reads = (remoteId: string | null) => world.meta.requestsTo(`/${must(remoteId)}`).length;
    const before = reads(other.remoteId);
    world.meta.behave({ latencyMs: 1_500 });
    simulator.templates.editAtMeta(world.meta.template(one.remoteId), footer('first'));
    await eventually(countUnread, (count) => count === 1);
    // it has begun: the time for which it was due is gone
    await eventually(
      () => world.countRows('template_syncs WHERE next_pending_at IS NULL'),
      (count) => count === 1,
    );
    simulator.templates.editAtMeta(world.meta.template(other.remoteId), footer('second'));
    await eventually(
      () => reads(other.remoteId),
      (count) => count > before,
    );
    await eventually(countUnread, (count) => count === 0);
  }, 60_000);

  it('is done once more where a webhook tells of an unknown template meanwhile', async () => {
    const lists = () => world.meta.requestsTo('/message_templates').filter(({ method }) => method === 'GET').length;
    world.meta.behave({ latencyMs: 1_500 });
    await world.app.get(SyncScheduleService).scheduleAccount(world.account.id);
    await eventually(
      () => world.countRows('template_syncs WHERE lease_until IS NOT NULL'),
      (count) => count === 1,
    );
    await world.webhooks.receivesField('message_template_status_update', {
      message_template_id: 4711,
      message_template_name: 'made_elsewhere',
      message_template_language: 'en_US',
      event: 'APPROVED',
      reason: 'NONE',
    });
    await eventually(lists, (count) => count === 2);
    await eventually(
      () => world.countRows('template_syncs WHERE next_at IS NULL AND lease_until IS NULL AND report IS NOT NULL'),
      (count) => count === 1,
    );
    expect(lists()).toBe(2);
  }, 60_000);
});
