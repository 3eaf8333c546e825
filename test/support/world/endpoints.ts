import { graphql } from '../../generated/gql.js';
import type {
  CreateWebhookEndpointInput,
  EndpointDeliveryFilter,
  EndpointEventType,
  UpdateWebhookEndpointInput,
} from '../../generated/graphql.js';
import { eventually, must } from '../expectations.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import type { TestWorld } from './test-world.js';

const CREATE = graphql(`
  mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) { endpoint { ...EndpointDetails } secret errors { ...Problem } }
  }
`);
const UPDATE = graphql(`
  mutation UpdateWebhookEndpoint($input: UpdateWebhookEndpointInput!) {
    updateWebhookEndpoint(input: $input) { endpoint { ...EndpointDetails } errors { ...Problem } }
  }
`);
const DELETE = graphql(`
  mutation DeleteWebhookEndpoint($id: ID!) {
    deleteWebhookEndpoint(input: { endpointId: $id }) { deletedId errors { ...Problem } }
  }
`);
const ROTATE = graphql(`
  mutation RotateWebhookEndpointSecret($id: ID!, $overlapHours: Int) {
    rotateWebhookEndpointSecret(input: { endpointId: $id, overlapHours: $overlapHours }) {
      endpoint { ...EndpointDetails } secret errors { ...Problem }
    }
  }
`);
const PAUSE = graphql(`
  mutation PauseWebhookEndpoint($id: ID!) {
    pauseWebhookEndpoint(input: { endpointId: $id }) { endpoint { ...EndpointDetails } errors { ...Problem } }
  }
`);
const RESUME = graphql(`
  mutation ResumeWebhookEndpoint($id: ID!, $skipMissed: Boolean) {
    resumeWebhookEndpoint(input: { endpointId: $id, skipMissed: $skipMissed }) {
      endpoint { ...EndpointDetails } errors { ...Problem }
    }
  }
`);
const SEND_TEST = graphql(`
  mutation SendTestEvent($id: ID!) {
    sendTestEvent(input: { endpointId: $id }) { delivery { ...DeliveryDetails } errors { ...Problem } }
  }
`);
const REDELIVER = graphql(`
  mutation Redeliver($ids: [ID!]!) { redeliver(input: { deliveryIds: $ids }) { redeliveredCount errors { ...Problem } } }
`);
const ENDPOINT = graphql(`
  query WebhookEndpoint($id: ID!) { webhookEndpoint(id: $id) { ...EndpointDetails } }
`);
const ENDPOINTS = graphql(`
  query WebhookEndpoints { webhookEndpoints(first: 100) { nodes { ...EndpointDetails } } }
`);
const DELIVERIES = graphql(`
  query EndpointDeliveries($filter: EndpointDeliveryFilter, $first: Int, $after: String) {
    endpointDeliveries(filter: $filter, first: $first, after: $after) {
      nodes { ...DeliveryDetails } pageInfo { hasNextPage endCursor }
    }
  }
`);

const ALL_TYPES: EndpointEventType[] = [
  'MESSAGE_RECEIVED',
  'MESSAGE_STATUS_CHANGED',
  'MESSAGE_CHANGED',
  'CONVERSATION_CHANGED',
  'CONVERSATION_ERASED',
  'CONTACT_CHANGED',
  'TEMPLATE_DECIDED',
  'BROADCAST_CHANGED',
  'ACCOUNT_CHANGED',
];

/** Endpoints of other systems, as one person looks after them: the administrator, or `as` somebody. */
export class EndpointsDriver {
  constructor(
    private readonly world: TestWorld,
    private readonly client: Pick<GraphqlClient, 'send'> = world.admin,
  ) {}

  as({ client }: { client: Pick<GraphqlClient, 'send'> }): EndpointsDriver {
    return new EndpointsDriver(this.world, client);
  }

  /** createWebhookEndpoint with everything that it answers. */
  async tryCreate(input: Partial<CreateWebhookEndpointInput> & { url: string }) {
    const { createWebhookEndpoint } = await this.client.send(CREATE, { input: { eventTypes: ALL_TYPES, ...input } });
    return createWebhookEndpoint;
  }

  async create(url: string, eventTypes: EndpointEventType[] = ALL_TYPES): Promise<{ id: string; secret: string }> {
    const { endpoint, secret, errors } = await this.tryCreate({ url, eventTypes });
    expect(errors).toEqual([]);
    return { id: must(endpoint, 'the endpoint').id, secret: must(secret, 'its secret') };
  }

  async update(input: UpdateWebhookEndpointInput) {
    return (await this.client.send(UPDATE, { input })).updateWebhookEndpoint;
  }

  async delete(id: string) {
    return (await this.client.send(DELETE, { id })).deleteWebhookEndpoint;
  }

  async rotate(id: string, overlapHours?: number) {
    return (await this.client.send(ROTATE, { id, overlapHours })).rotateWebhookEndpointSecret;
  }

  async pause(id: string) {
    return (await this.client.send(PAUSE, { id })).pauseWebhookEndpoint;
  }

  async resume(id: string, skipMissed?: boolean) {
    return (await this.client.send(RESUME, { id, skipMissed })).resumeWebhookEndpoint;
  }

  async sendTest(id: string) {
    return (await this.client.send(SEND_TEST, { id })).sendTestEvent;
  }

  async redeliver(...ids: string[]) {
    return (await this.client.send(REDELIVER, { ids })).redeliver;
  }

  async read(id: string) {
    return (await this.client.send(ENDPOINT, { id })).webhookEndpoint;
  }

  async list() {
    return (await this.client.send(ENDPOINTS)).webhookEndpoints.nodes;
  }

  /** Newest first, at most 100. */
  async deliveries(filter: EndpointDeliveryFilter = {}) {
    return (await this.client.send(DELIVERIES, { filter, first: 100 })).endpointDeliveries.nodes;
  }

  /** A page of the same, with its cursors. */
  async page(first: number, after?: string | null) {
    return (await this.client.send(DELIVERIES, { first, after })).endpointDeliveries;
  }

  /** The endpoint, once it is as wanted. */
  async until(id: string, isWanted: (endpoint: EndpointDetails) => boolean): Promise<EndpointDetails> {
    return eventually(async () => must(await this.read(id), 'the endpoint'), isWanted);
  }

  /** The deliveries, once they are as wanted. */
  async untilDeliveries(filter: EndpointDeliveryFilter, isWanted: (found: Deliveries) => boolean): Promise<Deliveries> {
    return eventually(() => this.deliveries(filter), isWanted, 30_000);
  }
}

type EndpointDetails = NonNullable<Awaited<ReturnType<EndpointsDriver['read']>>>;
type Deliveries = Awaited<ReturnType<EndpointsDriver['deliveries']>>;
