import { graphql } from '../generated/gql.js';
import { must, problems } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import { aDraft } from '../support/factories/drafts.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const SEEN = graphql(`
  query ModelsThatSomebodySees($id: ID!) {
    dataModels { key accounts { id } fields { key relatesTo { key } } }
    dataModel(id: $id) { key }
  }
`);
const RECORDS = graphql(`
  query RecordsThatSomebodySees($id: ID!) { records(modelId: $id) { nodes { externalId } } }
`);
const FIELDS = graphql(`
  query FieldsThatSomebodySees($id: ID!) { searchFields(modelId: $id) { path } }
`);
const DELETE = graphql(`
  mutation DeleteForeignModel($id: ID!) { deleteDataModel(input: { dataModelId: $id }) { errors { ...Problem } } }
`);
const VALIDATE = graphql(`
  query ValidateWithForeignModel($draft: TemplateDraftInput!) { validateTemplate(input: $draft) { ...Problem } }
`);
const CREATE = graphql(`
  mutation CreateWithForeignModel($draft: TemplateDraftInput!) {
    createTemplate(input: { draft: $draft }) { template { id } errors { ...Problem } }
  }
`);
const NAME = { key: 'name', label: 'Name', type: 'TEXT' } as const;

describe('Data models that are limited to accounts', () => {
  let world: TestWorld;
  let ofFirst: Person;
  let ofSecond: Person;
  let secondId: string;

  beforeAll(async () => {
    world = await TestWorld.start();
    const second = await world.accounts.create(anAccount({ name: 'Second', accountId: '4711', phoneNumberId: '13' }));
    secondId = must(second.account).id;
    ofFirst = await world.people.add('MANAGER');
    ofSecond = await world.people.add('MANAGER', { accountIds: [secondId] });
  });
  afterAll(() => world.close());

  const upsert = (who: Person, key: string, more: { accountIds?: string[]; relatesTo?: string } = {}) => {
    const { relatesTo, ...input } = more;
    const relation =
      relatesTo === undefined ? [] : [{ key: 'other', label: 'Other', type: 'RELATION' as const, relatesTo }];
    return world.records.as(who).upsertModel({ key, label: key, fields: [NAME, ...relation], ...input });
  };
  const seen = async (who: Person, id: string) => {
    const { dataModels, dataModel } = await who.client.send(SEEN, { id });
    return { keys: dataModels.map(({ key }) => key), dataModel, dataModels };
  };

  it('belong to the accounts of whoever makes them, and nobody else sees them or their records', async () => {
    const { dataModel } = await upsert(ofFirst, 'secret');
    const { id } = must(dataModel);
    await world.records.as(ofFirst).push('secret', [{ externalId: 'S-1', values: { name: 'Ann' } }]);

    const first = await seen(ofFirst, id);
    expect(first.dataModels).toContainEqual(
      expect.objectContaining({ key: 'secret', accounts: [{ id: world.account.id }] }),
    );
    const second = await seen(ofSecond, id);
    expect(second.keys).not.toContain('secret');
    expect(second.dataModel).toBeNull();
    const answers = [await ofSecond.client.request(RECORDS, { id }), await ofSecond.client.request(FIELDS, { id })];
    for (const { errors } of answers)
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    const push = await world.records.as(ofSecond).push('secret', [{ externalId: 'S-2', values: { name: 'Bob' } }]);
    expect(problems(push.errors)).toEqual(['NOT_FOUND modelId']);
    const { deleteDataModel } = await ofSecond.client.send(DELETE, { id });
    expect(problems(deleteDataModel.errors)).toEqual(['NOT_FOUND dataModelId']);
    expect(problems((await upsert(ofSecond, 'secret')).errors)).toEqual(['DUPLICATE key']);
    expect(problems((await upsert(ofSecond, 'mine', { relatesTo: 'secret' })).errors)).toEqual([
      'NOT_FOUND fields.1.relatesTo',
    ]);
  });

  it('that are open serve every account, and are changed and deleted only by who works with all of them', async () => {
    const { dataModel } = await world.records.upsertModel({ key: 'shared', label: 'Shared', fields: [NAME] });
    const { id } = must(dataModel);
    for (const who of [ofFirst, ofSecond]) {
      expect((await seen(who, id)).keys).toContain('shared');
      const pushed = await world.records.as(who).push('shared', [{ externalId: who.id, values: { name: 'Ann' } }]);
      expect(pushed.errors).toEqual([]);
    }
    expect(problems((await upsert(ofFirst, 'shared')).errors)).toEqual(['NOT_ALLOWED_NOW key']);
    const { deleteDataModel } = await ofFirst.client.send(DELETE, { id });
    expect(problems(deleteDataModel.errors)).toEqual(['NOT_ALLOWED_NOW dataModelId']);

    const limited = await world.records.upsertModel({
      key: 'shared',
      label: 'Shared',
      fields: [NAME],
      accountIds: [secondId],
    });
    expect(limited.errors).toEqual([]);
    expect((await seen(ofFirst, id)).keys).not.toContain('shared');
    expect((await upsert(ofSecond, 'shared')).errors).toEqual([]);
    expect((await seen(ofFirst, id)).keys).not.toContain('shared');
  });

  it('are opened by nobody to accounts that they do not work with', async () => {
    expect(problems((await upsert(ofFirst, 'wider', { accountIds: [secondId] })).errors)).toEqual([
      'NOT_FOUND accountIds.0',
    ]);
    expect(problems((await upsert(ofFirst, 'wider', { accountIds: [] })).errors)).toEqual(['REQUIRED accountIds']);
  });

  it('serve no template of another account, whoever writes it', async () => {
    const { dataModel } = await upsert(ofSecond, 'of_second');
    const { id } = must(dataModel);
    const draft = aDraft({ accountId: world.account.id, appliesTo: id });
    const { validateTemplate } = await world.admin.send(VALIDATE, { draft });
    expect(problems(validateTemplate)).toContain('NOT_FOUND appliesTo');
    const { createTemplate } = await world.admin.send(CREATE, { draft });
    expect(problems(createTemplate.errors)).toEqual(['NOT_FOUND appliesTo']);
  });

  it('are hidden where a field of another model leads to them', async () => {
    await upsert(ofSecond, 'hidden');
    const { dataModel, errors } = await world.records.upsertModel({
      key: 'open_door',
      label: 'Open',
      fields: [NAME, { key: 'other', label: 'Other', type: 'RELATION', relatesTo: 'hidden' }],
    });
    expect(errors).toEqual([]);
    const { dataModels } = await seen(ofFirst, must(dataModel).id);
    const fields = must(dataModels.find(({ key }) => key === 'open_door')).fields;
    expect(fields.map(({ relatesTo }) => relatesTo)).toEqual([null, null]);
  });
});
