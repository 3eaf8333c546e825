import { must, problems } from '../support/expectations.js';
import { graphql } from '../generated/gql.js';
import { aDraft } from '../support/factories/drafts.js';
import { TestWorld } from '../support/world/test-world.js';

const CREATE = graphql(`
  mutation CreateTitled($input: CreateTemplateInput!) {
    createTemplate(input: $input) { template { id name displayName problems { ...Problem } } errors { ...Problem } }
  }
`);

describe('Titles of templates', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  async function create(displayName: string, more: { name?: string; language?: string; body?: string } = {}) {
    const draft = aDraft({ accountId: world.account.id, displayName, ...more });
    return (await world.admin.send(CREATE, { input: { draft } })).createTemplate;
  }

  it('in any script get a name of their own', async () => {
    const titles = [
      'Заказ отправлен',
      'تم الشحن',
      '订单已发货',
      'ご注文',
      'आदेश भेजा गया',
      'จัดส่งแล้ว',
      '🎉🎉',
      'Заказ отправлен',
    ];
    const created = [];
    for (const title of titles) created.push(await create(title));
    expect(created.flatMap(({ errors }) => errors)).toEqual([]);
    expect(created.map(({ template }) => must(template).name)).toEqual([
      'template',
      ...titles.slice(1).map((_title, index) => `template_${index + 2}`),
    ]);
    const other = await create('Пример', { language: 'ru' });
    expect(must(other.template).name).toBe(`template_${titles.length + 1}`);
    const numbered = [await create('Заказ 7'), await create('طلب 7')];
    expect(numbered.map(({ template }) => must(template).name)).toEqual(['7', '7_2']);
  });

  it('that are the same but for case are one, which the title is asked about', async () => {
    expect((await create('Order sent')).errors).toEqual([]);
    const twice = await create('ORDER SENT');
    expect(problems(twice.errors)).toEqual(['DUPLICATE displayName']);
    expect(must(twice.errors[0]).message).toContain('name');
    expect(problems((await create('Another title', { name: 'order_sent' })).errors)).toEqual(['DUPLICATE name']);
    expect((await create('Order sent', { language: 'de' })).errors).toEqual([]);
  });

  it('are followed by the name while it is derived from them', async () => {
    const { template } = await create('Отмена');
    const { template: renamed } = await world.templates.update({ id: must(template).id, displayName: 'Cancelled' });
    expect(must(renamed).name).toBe('cancelled');
    const { template: back } = await world.templates.update({ id: must(template).id, displayName: 'Отмена' });
    expect(must(back).name).toMatch(/^template_\d+$/);
    const { template: kept } = await world.templates.update({ id: must(template).id, footer: 'Bye' });
    expect(must(kept).name).toBe(must(back).name);
  });

  it.each([
    'Hello my friend {{01}} and so on for now',
    'Hello my friend {{ 1 }} and so on for now',
    'Hello my friend {{1.}} and so on for now',
    'Hello my friend {{１}} and so on for now',
    'Hello my friend.\n\n\nThis is the end for now.',
  ])('do not matter to a body that Meta refuses: %j', async (body) => {
    const { template } = await create(`Odd ${body.length} ${body.codePointAt(18) ?? 0} ${body.slice(16, 24)}`, {
      body,
    });
    const found = must(template).problems.filter(({ path }) => path?.join('.') === 'body');
    expect(problems(found)).toEqual(['INVALID_FORMAT body']);
    const { errors } = await world.templates.trySubmit(must(template).id);
    expect(problems(errors)).toContain('INVALID_FORMAT body');
  });
});
