import { walk } from '../../scripts/integrator-path.js';
import { graphql } from '../generated/gql.js';
import { first, must, problems } from '../support/expectations.js';
import { aFieldVariable } from '../support/factories/drafts.js';
import type { Person } from '../support/world/people.js';
import type { TemplatesDriver } from '../support/world/templates.js';
import { TestWorld } from '../support/world/test-world.js';

const PREVIEW_OF_RECORD = graphql(`
  query PreviewOfRecord($id: ID!, $record: JSON!) {
    template(id: $id) { preview(input: { record: $record }) { body } }
  }
`);
const LIBRARY = graphql(`
  query TemplateLibrary { templateLibrary { key language category title body modelKey } }
`);
const CREATE_FROM_LIBRARY = graphql(`
  mutation CreateFromLibrary($fromLibrary: FromLibraryInput!) {
    createTemplate(input: { fromLibrary: $fromLibrary }) {
      template { id name language problems { message path } variables { source } } errors { ...Problem }
    }
  }
`);

describe('Previewing templates', () => {
  let world: TestWorld;
  let manager: Person;
  let templates: TemplatesDriver;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER', { name: 'Olivia Vance' });
    templates = world.templates.as(manager);
  });
  afterAll(() => world.close());

  it('walks the path of the integrator guide', async () => {
    const lines: string[] = [];
    const read = await walk({
      url: world.url,
      simulator: world.meta.simulator.url,
      token: must(manager.client.token, 'a token'),
      tag: '4711',
      print: (line) => lines.push(line),
    });
    expect(lines).toHaveLength(8);
    expect(lines[7]).toMatch(/^8\. its status by REST: (QUEUED|SENDING|SENT|DELIVERED)$/); // as far as it has come
    expect(lines[3]).toBe(
      '4. preview for +16505554711: Hello Ann, your order A-1 over €49.90 is on its way to Paris today.',
    );
    expect(lines[4]).toContain('parameters of the template are not clear');
    expect(lines[5]).toContain('approved by WEBHOOK');
    expect(read).toBe('Hello Ann, we have sent your order A-1 over €49.90. It reaches you in Paris tomorrow.');
  });

  it('shows values as the language writes them, and what each comes from', async () => {
    const template = await templates.create({
      language: 'de',
      header: { type: 'TEXT', text: 'Bestellung {{1}}' },
      body: 'Hallo {{1}}, Ihre Bestellung über {{2}} kommt am {{3}}, Abholung am {{4}}, Gewicht {{5}} kg, Geschenk: {{6}}, Notiz: {{7}}, von {{8}}, mehr unter {{9}}. Wir danken Ihnen sehr.',
      footer: 'Lucky Shrub',
      buttons: [
        { type: 'VISIT_WEBSITE', text: 'Öffnen', url: 'https://shop.example/o/{{1}}' },
        { type: 'QUICK_REPLY', text: 'Danke' },
      ],
      variables: [
        ...['customer.name', 'total', 'delivery', 'pickup', 'weight', 'gift', 'note'].map((fieldPath, index) =>
          aFieldVariable({
            name: String(index + 1),
            fieldPath,
            sampleValue: `sample ${index + 1}`,
            fallback: fieldPath === 'note' ? 'keine' : null,
          }),
        ),
        { placement: 'BODY', name: '8', source: 'USER_NAME', sampleValue: 'Olivia' },
        { placement: 'BODY', name: '9', source: 'PORTAL_LINK', sampleValue: 'https://shop.example/o/1' },
        { placement: 'HEADER', name: '1', source: 'FIELD', fieldPath: 'number', sampleValue: '1' },
        { placement: 'BUTTON', name: '1', buttonIndex: 0, source: 'PORTAL_LINK', sampleValue: '1' },
      ],
    });
    expect(template.problems).toEqual([]);
    const samples = await templates.preview(template.id);
    expect(samples).toMatchObject({
      header: 'Bestellung 1',
      errors: [],
      recipient: null,
      buttons: ['Öffnen', 'Danke'],
    });
    expect(samples.body).toContain('Hallo sample 1, Ihre Bestellung über sample 2');
    const stored = await templates.preview(template.id, { recordId: world.records.id('o1') });
    expect(stored.body).toMatch(
      /^Hallo Ann, Ihre Bestellung über 1\.234,50\s€ kommt am 3\. Mai 2027, Abholung am 3\. Mai 2027 um 17:30, Gewicht 1\.234,567 kg, Geschenk: Ja, Notiz: keine, von Olivia Vance, mehr unter https:\/\/shop\.example\/o\/A-1\. Wir danken Ihnen sehr\.$/,
    );
    expect(stored).toMatchObject({
      header: 'Bestellung A-1',
      recipient: '+16505551234',
      errors: [],
      buttonTargets: ['https://shop.example/o/A-1', null],
    });
    const variable = (wanted: string) => stored.variables.find(({ variable: { name } }) => name === wanted);
    expect(variable('2')).toMatchObject({
      rawValue: { amount: '1234.5', currency: 'EUR' },
      type: 'MONEY',
      usedFallback: false,
    });
    expect(variable('7')).toMatchObject({ value: 'keine', usedFallback: true, error: null });
    const inline = await templates.preview(template.id, {
      record: { number: 'X', total: { amount: 1, currency: 'EUR' }, delivery: '2027-01-01', customer: 'unknown' },
      values: [{ name: '9', value: 'https://x.example' }],
    });
    expect(problems(inline.errors)).toEqual([
      'VARIABLE_MISSING values',
      'VARIABLE_MISSING values',
      'VARIABLE_MISSING values',
      'VARIABLE_MISSING values',
      'VARIABLE_MISSING values',
    ]);
    expect(inline.variables[0]?.error ?? inline.variables[1]?.error).toMatchObject({ code: 'VARIABLE_MISSING' });
    const wrong = await manager.client.request(PREVIEW_OF_RECORD, { id: template.id, record: { total: 5 } });
    expect(first(wrong.errors).extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ path: ['record', 'total'] }],
    });
  });

  it('offers a library of which each template passes and can be made', async () => {
    const { templateLibrary } = await manager.client.send(LIBRARY);
    const keys = new Set(templateLibrary.map(({ key }) => key));
    expect(keys.size).toBeGreaterThanOrEqual(15);
    expect(templateLibrary).toHaveLength(keys.size * 4);
    const create = async (wanted: { key: string; language?: string; displayName?: string }) =>
      (await manager.client.send(CREATE_FROM_LIBRARY, { fromLibrary: { accountId: world.account.id, ...wanted } }))
        .createTemplate;
    const count = await world.countRows('templates');
    for (const { key, language } of templateLibrary) {
      const { template, errors } = await create({ key, language, displayName: `library ${key}` });
      expect([key, language, errors, template?.problems]).toEqual([key, language, [], []]);
    }
    expect(await world.countRows('templates')).toBe(count + templateLibrary.length);
    expect((await create({ key: 'nothing' })).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['fromLibrary', 'key'] },
    ]);
  }, 60_000);
});
