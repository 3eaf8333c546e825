import { graphql } from '../../generated/gql.js';
import type {
  PreviewInput,
  SendTemplateInput,
  TemplateDetailsFragment,
  TemplateDraftInput,
  TemplateStatus,
  UpdateTemplateInput,
} from '../../generated/graphql.js';
import { eventually, must } from '../expectations.js';
import { anOrderDraft } from '../factories/drafts.js';
import { aKey } from '../factories/keys.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import type { TestWorld } from './test-world.js';

const CREATE = graphql(`
  mutation CreateTemplate($input: CreateTemplateInput!) {
    createTemplate(input: $input) { template { ...TemplateDetails } errors { ...Problem } }
  }
`);
const UPDATE = graphql(`
  mutation UpdateTemplate($input: UpdateTemplateInput!) {
    updateTemplate(input: $input) { template { ...TemplateDetails } errors { ...Problem } }
  }
`);
const SUBMIT = graphql(`
  mutation SubmitTemplate($templateId: ID!) {
    submitTemplate(input: { templateId: $templateId }) { template { ...TemplateDetails } errors { ...Problem } }
  }
`);
const RESET = graphql(`
  mutation ResetTemplateToDraft($templateId: ID!) {
    resetTemplateToDraft(input: { templateId: $templateId }) { template { ...TemplateDetails } errors { ...Problem } }
  }
`);
const DUPLICATE = graphql(`
  mutation DuplicateTemplate($input: DuplicateTemplateInput!) {
    duplicateTemplate(input: $input) { template { ...TemplateDetails } errors { ...Problem } }
  }
`);
const DELETE = graphql(`
  mutation DeleteTemplate($input: DeleteTemplateInput!) {
    deleteTemplate(input: $input) { template { ...TemplateDetails } errors { ...Problem } }
  }
`);
const SYNC_ONE = graphql(`
  mutation SyncTemplate($templateId: ID!) {
    syncTemplate(input: { templateId: $templateId }) { template { ...TemplateDetails } errors { ...Problem } }
  }
`);
const SYNC_ALL = graphql(`
  mutation SyncTemplates($id: ID!) {
    syncTemplates(input: { accountId: $id }) {
      report {
        trigger pages fetched created updated unchanged removed error { code }
        conflicts { remoteId name language message template { id } }
      }
      errors { ...Problem }
    }
  }
`);
const TEMPLATE = graphql(`
  query TemplateInDetail($id: ID!) { template(id: $id) { ...TemplateDetails } }
`);
const HISTORY = graphql(`
  query TemplateHistory($id: ID!) {
    template(id: $id) { history(first: 50) { nodes { kind from to reason source by { id } occurredAt } } }
  }
`);
const PREVIEW = graphql(`
  query PreviewTemplate($id: ID!, $input: PreviewInput) {
    template(id: $id) {
      preview(input: $input) {
        header body footer buttons buttonTargets mediaUrl recipient errors { ...Problem }
        variables { variable { name placement } value rawValue type usedFallback error { ...Problem } }
      }
    }
  }
`);
const SEND_TEMPLATE = graphql(`
  mutation SendTemplate($input: SendTemplateInput!) {
    sendTemplate(input: $input) {
      results {
        index
        message {
          id text status record { id }
          content {
            __typename
            ... on TemplateContent { name language header body footer buttons media { id } template { id } }
          }
        }
        errors { ...Problem }
      }
      errors { ...Problem }
    }
  }
`);

type TemplatePayload = { template: TemplateDetailsFragment | null; errors: { code: string }[] };

/** Templates, as one person writes and sends them: the administrator, or `as` somebody. */
export class TemplatesDriver {
  constructor(
    private readonly world: TestWorld,
    private readonly client: GraphqlClient = world.admin,
  ) {}

  as({ client }: { client: GraphqlClient }): TemplatesDriver {
    return new TemplatesDriver(this.world, client);
  }

  /** A draft about an order (world.records.openShop first) that passes every rule, but for what is changed. */
  draft(changes: Partial<TemplateDraftInput> = {}): TemplateDraftInput {
    return anOrderDraft({
      accountId: this.world.account.id,
      appliesTo: this.world.records.modelId('order'),
      ...changes,
    });
  }

  /** createTemplate with everything that it answers. */
  async tryCreate(changes: Partial<TemplateDraftInput> = {}) {
    return (await this.client.send(CREATE, { input: { draft: this.draft(changes) } })).createTemplate;
  }

  async create(changes: Partial<TemplateDraftInput> = {}): Promise<TemplateDetailsFragment> {
    return done(await this.tryCreate(changes));
  }

  /** From a whole draft, such as aDraft: no shop is needed. */
  async createFrom(draft: TemplateDraftInput): Promise<TemplateDetailsFragment> {
    return done((await this.client.send(CREATE, { input: { draft } })).createTemplate);
  }

  async update(input: UpdateTemplateInput) {
    return (await this.client.send(UPDATE, { input })).updateTemplate;
  }

  /** submitTemplate with everything that it answers. */
  async trySubmit(templateId: string) {
    return (await this.client.send(SUBMIT, { templateId })).submitTemplate;
  }

  async submit(templateId: string): Promise<TemplateDetailsFragment> {
    return done(await this.trySubmit(templateId));
  }

  async resetToDraft(templateId: string) {
    return (await this.client.send(RESET, { templateId })).resetTemplateToDraft;
  }

  async duplicate(templateId: string, more: { language?: string; name?: string; displayName?: string } = {}) {
    return (await this.client.send(DUPLICATE, { input: { templateId, ...more } })).duplicateTemplate;
  }

  async delete(templateId: string, more: { allLanguages?: boolean } = {}) {
    return (await this.client.send(DELETE, { input: { templateId, ...more } })).deleteTemplate;
  }

  async syncOne(templateId: string) {
    return (await this.client.send(SYNC_ONE, { templateId })).syncTemplate;
  }

  async sync() {
    return (await this.client.send(SYNC_ALL, { id: this.world.account.id })).syncTemplates;
  }

  async read(id: string): Promise<TemplateDetailsFragment> {
    return must((await this.client.send(TEMPLATE, { id })).template, `template ${id}`);
  }

  /** Oldest first. */
  async historyOf(id: string) {
    return must((await this.client.send(HISTORY, { id })).template, `template ${id}`).history.nodes;
  }

  /** The template, once it has the status. */
  async until(id: string, status: TemplateStatus): Promise<TemplateDetailsFragment> {
    return eventually(
      () => this.read(id),
      (template) => template.status === status,
    );
  }

  /** Created, submitted and approved. */
  async approved(changes: Partial<TemplateDraftInput> = {}): Promise<TemplateDetailsFragment> {
    return this.approvedFrom(this.draft(changes));
  }

  /** The same from a whole draft, such as aDraft. */
  async approvedFrom(draft: TemplateDraftInput): Promise<TemplateDetailsFragment> {
    const { id } = await this.createFrom(draft);
    const { remoteId } = await this.submit(id);
    this.world.meta.decide(remoteId, 'APPROVED');
    return this.until(id, 'APPROVED');
  }

  async preview(id: string, input: PreviewInput | null = null) {
    return must((await this.client.send(PREVIEW, { id, input })).template, `template ${id}`).preview;
  }

  /** sendTemplate with everything that it answers. */
  async trySend(input: Omit<SendTemplateInput, 'idempotencyKey'> & Partial<SendTemplateInput>) {
    const { sendTemplate } = await this.client.send(SEND_TEMPLATE, {
      input: { idempotencyKey: aKey('template'), ...input },
    });
    return sendTemplate;
  }
}

function done({ template, errors }: TemplatePayload): TemplateDetailsFragment {
  expect(errors).toEqual([]);
  return must(template, 'the template');
}
