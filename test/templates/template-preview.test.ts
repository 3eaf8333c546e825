/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { walk } from '../../scripts/integrator-path.js';
import { countRows } from '../support/legacy/received.js';
import { ERRORS, Studio } from '../support/legacy/studio.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Previewing templates', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open();
  });
  afterAll(() => studio.test.close());

  const problems = (errors: any[]) => errors.map(({ code, path }) => `${code} ${path.join('.')}`);

  it('walks the path of the integrator guide', async () => {
    const lines: string[] = [];
    const { url, simulator } = studio.test;
    const read = await walk({
      url,
      simulator: simulator.url,
      token: studio.client.token!,
      tag: '4711',
      print: (line) => lines.push(line),
    });
    expect(lines).toHaveLength(7);
    expect(lines[3]).toBe(
      '4. preview for +16505554711: Hello Ann, your order A-1 over €49.90 is on its way to Paris today.',
    );
    expect(lines[4]).toContain('parameters of the template are not clear');
    expect(lines[5]).toContain('approved by WEBHOOK');
    expect(read).toBe('Hello Ann, we have sent your order A-1 over €49.90. It reaches you in Paris tomorrow.');
  });

  it('shows values as the language writes them, and what each comes from', async () => {
    const { template } = await studio.create({
      language: 'de',
      header: { type: 'TEXT', text: 'Bestellung {{1}}' },
      body: 'Hallo {{1}}, Ihre Bestellung über {{2}} kommt am {{3}}, Abholung am {{4}}, Gewicht {{5}} kg, Geschenk: {{6}}, Notiz: {{7}}, von {{8}}, mehr unter {{9}}. Wir danken Ihnen sehr.',
      footer: 'Lucky Shrub',
      buttons: [
        { type: 'VISIT_WEBSITE', text: 'Öffnen', url: 'https://shop.example/o/{{1}}' },
        { type: 'QUICK_REPLY', text: 'Danke' },
      ],
      variables: [
        ...['customer.name', 'total', 'delivery', 'pickup', 'weight', 'gift', 'note'].map((fieldPath, index) => ({
          placement: 'BODY',
          name: String(index + 1),
          source: 'FIELD',
          fieldPath,
          sampleValue: `sample ${index + 1}`,
          fallback: fieldPath === 'note' ? 'keine' : null,
        })),
        { placement: 'BODY', name: '8', source: 'USER_NAME', sampleValue: 'Olivia' },
        { placement: 'BODY', name: '9', source: 'PORTAL_LINK', sampleValue: 'https://shop.example/o/1' },
        { placement: 'HEADER', name: '1', source: 'FIELD', fieldPath: 'number', sampleValue: '1' },
        { placement: 'BUTTON', name: '1', buttonIndex: 0, source: 'PORTAL_LINK', sampleValue: '1' },
      ],
    });
    expect(template.problems).toEqual([]);
    const samples = await studio.preview(template.id);
    expect(samples).toMatchObject({
      header: 'Bestellung 1',
      errors: [],
      recipient: null,
      buttons: ['Öffnen', 'Danke'],
    });
    expect(samples.body).toContain('Hallo sample 1, Ihre Bestellung über sample 2');
    const stored = await studio.preview(template.id, { recordId: studio.records.o1 });
    expect(stored.body).toMatch(
      /^Hallo Ann, Ihre Bestellung über 1\.234,50\s€ kommt am 3\. Mai 2027, Abholung am 3\. Mai 2027 um 17:30, Gewicht 1\.234,567 kg, Geschenk: Ja, Notiz: keine, von Person \d+, mehr unter https:\/\/shop\.example\/o\/A-1\. Wir danken Ihnen sehr\.$/,
    );
    expect(stored).toMatchObject({
      header: 'Bestellung A-1',
      recipient: '+16505551234',
      errors: [],
      buttonTargets: ['https://shop.example/o/A-1', null],
    });
    expect(stored.variables.find(({ variable }: any) => variable.name === '2')).toMatchObject({
      rawValue: { amount: '1234.5', currency: 'EUR' },
      type: 'MONEY',
      usedFallback: false,
    });
    expect(stored.variables.find(({ variable }: any) => variable.name === '7')).toMatchObject({
      value: 'keine',
      usedFallback: true,
      error: null,
    });
    const inline = await studio.preview(template.id, {
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
    expect(inline.variables[0].error ?? inline.variables[1].error).toMatchObject({ code: 'VARIABLE_MISSING' });
    const wrong = await studio.client.request(
      'query ($id: ID!) { template(id: $id) { preview(input: { record: { total: 5 } }) { body } } }',
      { id: template.id },
    );
    expect(wrong.errors[0]!.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ path: ['record', 'total'] }],
    });
  });

  it('offers a library of which each template passes and can be made', async () => {
    const { templateLibrary } = await studio.client.send(
      '{ templateLibrary { key language category title body modelKey } }',
    );
    const keys = new Set(templateLibrary.map(({ key }: { key: string }) => key));
    expect(keys.size).toBeGreaterThanOrEqual(15);
    expect(templateLibrary).toHaveLength(keys.size * 4);
    const count = await countRows(studio.test, 'templates');
    const CREATE = `mutation ($input: CreateTemplateInput!) { createTemplate(input: $input) { template { id name language problems { message path } variables { source } } errors ${ERRORS} } }`;
    for (const { key, language } of templateLibrary) {
      const { createTemplate } = await studio.client.send(CREATE, {
        input: { fromLibrary: { accountId: studio.account.id, key, language, displayName: `library ${key}` } },
      });
      expect([key, language, createTemplate.errors, createTemplate.template?.problems]).toEqual([
        key,
        language,
        [],
        [],
      ]);
    }
    expect(await countRows(studio.test, 'templates')).toBe(count + templateLibrary.length);
    const { createTemplate } = await studio.client.send(CREATE, {
      input: { fromLibrary: { accountId: studio.account.id, key: 'nothing' } },
    });
    expect(createTemplate.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['fromLibrary', 'key'] }]);
  }, 60_000);
});
