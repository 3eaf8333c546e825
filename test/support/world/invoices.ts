import type { HeaderFileInput, TemplateDetailsFragment, TemplateDraftInput } from '../../generated/graphql.js';
import { must, only } from '../expectations.js';
import { aDraft } from '../factories/drafts.js';
import { aPdf } from '../factories/files.js';
import { aNumber } from '../factories/keys.js';
import type { TestWorld } from './test-world.js';

/** The file of an invoice, under the name that it has there. */
export const INVOICE_FILE: HeaderFileInput = { fieldPath: 'file', fileNamePath: 'name' };
export const INVOICE_LINK = 'https://files.example.com/2026/Rechnung%20M%C3%BCller.pdf?sig=8f2';

/** Invoices: records that name a file, and templates that send it in their header. */
export class Invoices {
  private counter = 0;

  private constructor(
    private readonly world: TestWorld,
    private readonly sample: string,
  ) {}

  /** Makes their model, and a sample for the reviewers at Meta. */
  static async open(world: TestWorld): Promise<Invoices> {
    const text = { type: 'TEXT' } as const;
    await world.records.upsertModel({
      key: 'invoice',
      label: 'Invoice',
      fields: [
        { key: 'file', label: 'File', ...text },
        { key: 'name', label: 'Name of the file', ...text },
        { key: 'page', label: 'Page', type: 'URL' },
        { key: 'phone', label: 'Phone', type: 'PHONE' },
        { key: 'total', label: 'Total', type: 'MONEY' },
      ],
    });
    const sample = await world.files.upload(aPdf('1.4 sample'), 'application/pdf', 'sample.pdf');
    return new Invoices(world, sample.body.id);
  }

  async upload(bytes: Buffer, type: string, name: string): Promise<string> {
    return (await this.world.files.upload(bytes, type, name)).body.id;
  }

  draft(headerFile: HeaderFileInput | null, changes: Partial<TemplateDraftInput> = {}): TemplateDraftInput {
    return {
      ...aDraft({ accountId: this.world.account.id, body: 'Your invoice has come.' }),
      header: { type: 'DOCUMENT', mediaId: this.sample },
      appliesTo: this.world.records.modelId('invoice'),
      phoneField: 'phone',
      variables: [],
      headerFile,
      ...changes,
    };
  }

  async approved(
    headerFile: HeaderFileInput = INVOICE_FILE,
    changes: Partial<TemplateDraftInput> = {},
  ): Promise<TemplateDetailsFragment> {
    return this.world.templates.approvedFrom(this.draft(headerFile, changes));
  }

  /** An invoice of somebody new. */
  async add(values: {
    file?: string;
    name?: string;
  }): Promise<{ recordId: string; externalId: string; phone: string }> {
    const phone = aNumber();
    const externalId = `invoice-${(this.counter += 1)}`;
    const record = { externalId, values: { ...values, phone: `+${phone}` } };
    const { results } = await this.world.records.push('invoice', [record]);
    return { recordId: must(only(results).record, 'the invoice').id, externalId, phone };
  }

  /** The header of the one message that somebody got, as the business sent it. */
  async headerAt(phone: string): Promise<{ kind: string; value: Record<string, unknown> }> {
    const { template } = only(await this.world.customers.getsAt(phone));
    return must(template?.headerContent, 'the header');
  }
}
