import { DEMO } from '../../../src/simulator/demo-world.js';
import type { SimTemplate } from '../../../src/simulator/world.js';
import { eventually, type GraphqlClient } from './graphql-client.js';
import {
  addPerson,
  connectAccount,
  startTestApp,
  type ConnectedAccount,
  type Person,
  type TestApp,
} from './test-app.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

export const ERRORS =
  '{ __typename code message path ... on InvalidInputError { limit } ... on NotAllowedNowError { allowedActions } ... on MetaRefusedError { refusal { code subcode advice } } }';
export const TEMPLATE = `id name displayName language category status remoteStatus remoteId quality rejectionReason rejectionAdvice
  pendingCategory hasUnsubmittedChanges phoneField body footer header { type text media { id mimeType url } }
  buttons { type text url urlType phoneNumber otpType } appliesTo { key }
  variables { placement name buttonIndex source fieldPath fieldLabels sampleValue fallback }
  problems ${ERRORS} submittedAt lastSyncedAt`;
export const HISTORY = 'history(first: 50) { nodes { kind from to reason source by { id } occurredAt } }';

/** A 1×1 picture. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Somebody who writes templates: an account, a manager, models of customers and orders, and some of their records. */
export class Studio {
  models: Record<string, string> = {};
  records: Record<string, string> = {};
  private drafts = 0;

  private constructor(
    readonly test: TestApp,
    readonly account: ConnectedAccount,
    readonly manager: Person,
  ) {}

  static async open(environment: NodeJS.ProcessEnv = {}): Promise<Studio> {
    const test = await startTestApp({ environment: { TEMPLATE_SYNC_CRON: 'off', ...environment } });
    const account = await connectAccount(test);
    const studio = new Studio(test, account, await addPerson(test, 'MANAGER', [account.id]));
    await studio.pushModels();
    return studio;
  }

  get client(): GraphqlClient {
    return this.manager.client;
  }

  async model(key: string, label: string, fields: object[]): Promise<any> {
    const { upsertDataModel } = await this.client.send(
      `mutation ($input: UpsertDataModelInput!) { upsertDataModel(input: $input) { dataModel { id key recordCount fields { key type relatesTo { key } } } errors ${ERRORS} } }`,
      { input: { key, label, fields } },
    );
    if (upsertDataModel.dataModel !== null) this.models[key] = upsertDataModel.dataModel.id;
    return upsertDataModel;
  }

  async push(modelKey: string, records: object[]): Promise<any> {
    const { upsertRecords } = await this.client.send(
      `mutation ($input: UpsertRecordsInput!) { upsertRecords(input: $input) { results { externalId record { id label values } errors ${ERRORS} } errors ${ERRORS} } }`,
      { input: { modelId: this.models[modelKey], records } },
    );
    for (const { externalId, record } of upsertRecords.results) {
      if (record !== null) this.records[externalId] = record.id;
    }
    return upsertRecords;
  }

  /** A draft that passes every rule, but for what is changed. */
  draft(changes: Record<string, unknown> = {}): Record<string, unknown> {
    this.drafts += 1;
    return {
      accountId: this.account.id,
      displayName: `Order sent ${this.drafts}`,
      language: 'en_US',
      category: 'UTILITY',
      appliesTo: this.models.order,
      phoneField: 'customer.phone',
      body: 'Hello {{1}}, your order {{2}} over {{3}} is on its way to you.',
      variables: [
        { placement: 'BODY', name: '1', source: 'FIELD', fieldPath: 'customer.name', sampleValue: 'Pablo' },
        { placement: 'BODY', name: '2', source: 'FIELD', fieldPath: 'number', sampleValue: '860198' },
        { placement: 'BODY', name: '3', source: 'FIELD', fieldPath: 'total', sampleValue: '€49.90' },
      ],
      ...changes,
    };
  }

  async create(changes: Record<string, unknown> = {}): Promise<any> {
    const { createTemplate } = await this.client.send(
      `mutation ($input: CreateTemplateInput!) { createTemplate(input: $input) { template { ${TEMPLATE} } errors ${ERRORS} } }`,
      { input: { draft: this.draft(changes) } },
    );
    return createTemplate;
  }

  /** One of the mutations that take a template's id, or updateTemplate. */
  async change(mutation: string, input: Record<string, unknown>): Promise<any> {
    const type =
      {
        updateTemplate: 'UpdateTemplateInput',
        deleteTemplate: 'DeleteTemplateInput',
        duplicateTemplate: 'DuplicateTemplateInput',
      }[mutation] ?? 'TemplateIdInput';
    const answer = await this.client.send(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { template { ${TEMPLATE} } errors ${ERRORS} } }`,
      { input },
    );
    return answer[mutation];
  }

  async read(id: string, fields = TEMPLATE): Promise<any> {
    return (await this.client.send(`query ($id: ID!) { template(id: $id) { id ${fields} } }`, { id })).template;
  }

  /** The template, once it has the status. */
  async until(id: string, status: string, fields = TEMPLATE): Promise<any> {
    return eventually(
      () => this.read(id, `status ${fields}`),
      (template) => template.status === status,
    );
  }

  async submit(id: string): Promise<any> {
    return this.change('submitTemplate', { templateId: id });
  }

  /** What the simulated Meta has. */
  remote(remoteId: string): SimTemplate {
    const template = this.test.simulator.world.templates.get(remoteId);
    if (template === undefined) throw new Error(`Meta has no template ${remoteId}.`);
    return template;
  }

  /** Created, submitted and approved. */
  async approved(changes: Record<string, unknown> = {}): Promise<any> {
    const { template, errors } = await this.create(changes);
    expect(errors).toEqual([]);
    const submitted = await this.submit(template.id);
    expect(submitted.errors).toEqual([]);
    this.test.simulator.templates.decide(this.remote(submitted.template.remoteId), 'APPROVED');
    return this.until(template.id, 'APPROVED');
  }

  /** Made in WhatsApp Manager. */
  atMeta(changes: Partial<SimTemplate> & Pick<SimTemplate, 'name'>): SimTemplate {
    return this.test.simulator.templates.add({
      wabaId: DEMO.whatsappAccountId,
      language: 'en_US',
      category: 'UTILITY',
      status: 'APPROVED',
      components: [{ type: 'BODY', text: 'Made at Meta.' }],
      ...changes,
    });
  }

  async sync(): Promise<any> {
    const { syncTemplates } = await this.client.send(
      `mutation ($id: ID!) { syncTemplates(input: { accountId: $id }) {
         report { trigger pages fetched created updated unchanged removed error { code } conflicts { remoteId name language message template { id } } } errors ${ERRORS} } }`,
      { id: this.account.id },
    );
    return syncTemplates;
  }

  async send(input: Record<string, unknown>, client: GraphqlClient = this.client): Promise<any> {
    this.drafts += 1;
    const { sendTemplate } = await client.send(
      `mutation ($input: SendTemplateInput!) { sendTemplate(input: $input) { results { index message { id text status record { id }
         content { __typename ... on TemplateContent { name language header body footer buttons media { id } template { id } } } } errors ${ERRORS} } errors ${ERRORS} } }`,
      { input: { idempotencyKey: `send-${this.drafts}`, ...input } },
    );
    return sendTemplate;
  }

  async preview(id: string, input: Record<string, unknown> | null = null): Promise<any> {
    const { template } = await this.client.send(
      `query ($id: ID!, $input: PreviewInput) { template(id: $id) { preview(input: $input) { header body footer buttons buttonTargets mediaUrl recipient
         errors ${ERRORS} variables { variable { name placement } value rawValue type usedFallback error ${ERRORS} } } } }`,
      { id, input },
    );
    return template.preview;
  }

  async upload(
    bytes: Buffer,
    type: string,
    fileName: string,
    fields: Record<string, string> = {},
  ): Promise<{ status: number; body: any }> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(bytes)], { type }), fileName);
    const response = await fetch(`${this.test.url}/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.client.token}` },
      body: form,
    });
    return { status: response.status, body: await response.json() };
  }

  /** What the customer with this number got, as they read it. */
  got(waId: string): { text: string; type: string; body: Record<string, unknown> }[] {
    const { world } = this.test.simulator;
    const customer = world.customerByNumber(waId);
    return world.messages.filter(
      ({ direction, customerUserId }) => direction === 'OUT' && customerUserId === customer?.userId,
    );
  }

  private async pushModels(): Promise<void> {
    await this.model('city', 'City', [{ key: 'name', label: 'Name', type: 'TEXT' }]);
    await this.model('customer', 'Customer', [
      { key: 'name', label: 'Name', type: 'TEXT' },
      { key: 'phone', label: 'Mobile', type: 'PHONE' },
      { key: 'email', label: 'E-mail', type: 'EMAIL' },
      { key: 'city', label: 'City', type: 'RELATION', relatesTo: 'city' },
    ]);
    await this.model('order', 'Order', [
      { key: 'number', label: 'Number', type: 'TEXT' },
      { key: 'total', label: 'Total', type: 'MONEY' },
      { key: 'delivery', label: 'Delivery date', type: 'DATE' },
      { key: 'pickup', label: 'Pickup', type: 'DATETIME' },
      { key: 'weight', label: 'Weight', type: 'NUMBER' },
      { key: 'gift', label: 'Gift', type: 'BOOLEAN' },
      { key: 'note', label: 'Note', type: 'TEXT' },
      { key: 'page', label: 'Page', type: 'URL' },
      { key: 'customer', label: 'Customer', type: 'RELATION', relatesTo: 'customer' },
    ]);
    await this.push('city', [{ externalId: 'par', values: { name: 'Paris' } }]);
    await this.push('customer', [
      { externalId: 'ann', values: { name: 'Ann', phone: '+1 650 555 1234', city: 'par' } },
      { externalId: 'bob', values: { name: 'Bob', phone: '+49 1511 2345678' } },
      { externalId: 'nobody', values: { name: 'Nobody' } },
    ]);
    await this.push('order', [
      {
        externalId: 'o1',
        portalUrl: 'https://shop.example/o/A-1',
        values: {
          number: 'A-1',
          total: { amount: '1234.5', currency: 'EUR' },
          delivery: '2027-05-03',
          pickup: '2027-05-03T17:30:00+02:00',
          weight: 1234.567,
          gift: true,
          customer: 'ann',
        },
      },
      { externalId: 'o2', values: { number: 'A-2', total: { amount: 5, currency: 'JPY' }, customer: 'bob' } },
      { externalId: 'lost', values: { number: 'A-3', customer: 'unknown' } },
      { externalId: 'mute', values: { number: 'A-4', total: { amount: 1, currency: 'USD' }, customer: 'nobody' } },
    ]);
  }
}
