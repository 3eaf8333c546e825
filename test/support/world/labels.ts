import { graphql } from '../../generated/gql.js';
import type { CreateLabelInput, UpdateLabelInput } from '../../generated/graphql.js';
import { must } from '../expectations.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import type { TestWorld } from './test-world.js';

const LABELS = graphql(`
  query Labels($accountId: ID) {
    labels(accountId: $accountId) { id name color account { id } openConversations { value isExact } }
  }
`);
const CREATE = graphql(`
  mutation CreateLabel($input: CreateLabelInput!) {
    createLabel(input: $input) { label { id name color } errors { ...Problem } }
  }
`);
const UPDATE = graphql(`
  mutation UpdateLabel($input: UpdateLabelInput!) {
    updateLabel(input: $input) { label { id name color } errors { ...Problem } }
  }
`);
const DELETE = graphql(`
  mutation DeleteLabel($input: LabelIdInput!) {
    deleteLabel(input: $input) { label { id name } errors { ...Problem } }
  }
`);

/** Labels of accounts, as one person makes them: the administrator, or `as` somebody. */
export class LabelsDriver {
  constructor(
    private readonly world: TestWorld,
    private readonly client: GraphqlClient = world.admin,
  ) {}

  as({ client }: { client: GraphqlClient }): LabelsDriver {
    return new LabelsDriver(this.world, client);
  }

  async list(accountId?: string) {
    return (await this.client.send(LABELS, { accountId })).labels;
  }

  async tryCreate(name: string, more: Partial<CreateLabelInput> = {}) {
    const input = { accountId: this.world.account.id, name, ...more };
    return (await this.client.send(CREATE, { input })).createLabel;
  }

  /** The label; fails when it was refused. */
  async create(name: string, more: Partial<CreateLabelInput> = {}) {
    const { label, errors } = await this.tryCreate(name, more);
    expect(errors).toEqual([]);
    return must(label, `the label ${name}`);
  }

  async update(labelId: string, change: Omit<UpdateLabelInput, 'labelId'>) {
    return (await this.client.send(UPDATE, { input: { labelId, ...change } })).updateLabel;
  }

  async delete(labelId: string) {
    return (await this.client.send(DELETE, { input: { labelId } })).deleteLabel;
  }
}
