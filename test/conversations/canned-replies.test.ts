import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

describe('Canned replies', () => {
  let world: TestWorld;
  let ann: Person;
  let manager: Person;

  beforeAll(async () => {
    world = await TestWorld.start();
    ann = await world.people.add('OPERATOR', { name: 'Ann' });
    manager = await world.people.add('MANAGER', { name: 'Boss' });
  });
  afterAll(() => world.close());

  it('are kept by managers, found by shortcut and by text, page by page', async () => {
    const replies = world.cannedReplies.as(manager);
    const hours = await replies.create('Hours', 'We are open from 9 to 6.');
    expect(hours.shortcut).toBe('hours');
    await replies.create('hello', 'Hello {{contact.name}}!');
    await replies.create('öffnungszeiten', 'Von 9 bis 18 Uhr');
    await world.cannedReplies.create('bye', 'Good-bye', { accountId: null });
    const operators = world.cannedReplies.as(ann);
    expect(await operators.shortcuts()).toEqual(['bye', 'hello', 'hours', 'öffnungszeiten']);
    expect(await operators.shortcuts({ accountId: world.account.id, search: 'HO' })).toEqual(['hours']);
    expect(await operators.shortcuts({ search: 'open' })).toEqual(['hours']);
    expect(await operators.shortcuts({ search: '100%_' })).toEqual([]);
    const { pageInfo } = await operators.page({ first: 3 });
    expect((await operators.page({ first: 3, after: pageInfo.endCursor })).nodes).toMatchObject([
      { shortcut: 'öffnungszeiten' },
    ]);
    expect((await operators.page({ search: 'good' })).nodes).toMatchObject([{ account: null }]);

    expect((await replies.update(hours.id, { body: 'From 9 to 7.' })).cannedReply).toMatchObject({
      shortcut: 'hours',
      body: 'From 9 to 7.',
    });
    expect((await replies.update(hours.id, { shortcut: 'HELLO' })).errors).toMatchObject([{ code: 'DUPLICATE' }]);
    expect((await replies.update(hours.id, { shortcut: 'open' })).cannedReply).toMatchObject({ shortcut: 'open' });
    expect((await replies.delete(hours.id)).errors).toEqual([]);
    expect((await replies.delete(hours.id)).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['cannedReplyId'] }]);
    await expect(operators.create('mine', 'x')).rejects.toThrow();
  });

  it('say what is wrong with them', async () => {
    const codes = async (shortcut: string, body: string, accountId?: string) =>
      (await world.cannedReplies.tryCreate(shortcut, body, accountId === undefined ? {} : { accountId })).errors;
    expect(await codes('hello', 'Twice')).toMatchObject([{ code: 'DUPLICATE', path: ['shortcut'] }]);
    expect(await codes('two words', 'x')).toMatchObject([{ code: 'INVALID_FORMAT', path: ['shortcut'] }]);
    expect(await codes('x', ' ')).toMatchObject([{ code: 'REQUIRED', path: ['body'] }]);
    expect(await codes('x', 'x'.repeat(4_097))).toMatchObject([{ code: 'TOO_LONG', limit: 4_096 }]);
    expect(await codes('x', 'Hello {{contact.age}}')).toMatchObject([{ code: 'INVALID_INPUT', path: ['body'] }]);
    expect(await codes('x', 'x', 'none')).toMatchObject([{ code: 'NOT_FOUND', path: ['accountId'] }]);
    // One for all may have the shortcut of one account.
    expect((await world.cannedReplies.tryCreate('hello', 'Hi', { accountId: null })).errors).toEqual([]);
    expect((await world.cannedReplies.tryCreate('hello', 'Hi', { accountId: null })).errors).toMatchObject([
      { code: 'DUPLICATE' },
    ]);
  });

  it('for all accounts are kept by those who work with all', async () => {
    const replies = world.cannedReplies.as(manager);
    expect((await replies.tryCreate('ours', 'x', { accountId: null })).errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', path: ['accountId'] },
    ]);
    const all = await world.cannedReplies.create('ours', 'x', { accountId: null });
    expect((await replies.delete(all.id)).errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
  });

  it('get a shortcut once, whoever asks for it at the same time', async () => {
    const replies = world.cannedReplies;
    const [one, other] = [await replies.create('race-a', 'x'), await replies.create('race-b', 'x')];
    for (let round = 0; round < 8; round += 1) {
      const shortcut = `race-${round}`;
      const answers = await Promise.all([one, other].map(({ id }) => replies.update(id, { shortcut })));
      expect(answers.flatMap(({ errors }) => errors)).toMatchObject([{ code: 'DUPLICATE', path: ['shortcut'] }]);
    }
    for (const { id } of [one, other]) await replies.delete(id);
  });

  it('are filled in for the conversation and whoever writes', async () => {
    const { conversation } = await world.customers.startsConversation();
    await world.cannedReplies.create(
      'all',
      '{{contact.name}}|{{contact.phoneNumber}}|{{operator.name}}|{{business.name}}',
    );
    const [filled] = await world.cannedReplies.as(ann).filled(conversation.id, 'all');
    const { displayName, phoneNumber } = conversation.contact;
    expect(filled?.textFor).toBe(`${displayName}|${phoneNumber}|Ann|${filled?.textFor.split('|')[3]}`);
    expect(filled?.textFor.split('|')[3]).not.toBe('');
    await expect(world.cannedReplies.filled('none', 'all')).rejects.toThrow(/no such conversation/);
  });

  it('of other accounts are nobody’s to see', async () => {
    const stranger = await world.people.add('MANAGER', { name: 'Stranger' });
    await world.people.limitTo(stranger, []);
    expect(await world.cannedReplies.as(stranger).shortcuts()).toEqual(['bye', 'hello', 'ours']);
    const { nodes } = await world.cannedReplies.page({ accountId: world.account.id, search: 'all' });
    expect((await world.cannedReplies.as(stranger).delete(nodes[0]?.id ?? '')).errors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });
});
