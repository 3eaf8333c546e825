import type request from 'supertest';
import { DEMO } from '../../../src/simulator/world/demo-world.js';
import { metaJson, metaSignature } from '../../../src/simulator/webhooks/webhook-sender.js';
import { graphql } from '../../generated/gql.js';
import type { WebhookDeliveryState } from '../../generated/graphql.js';
import { eventually } from '../expectations.js';
import { aFieldWebhook, aWebhook, type MessagesValue } from '../factories/webhooks.js';
import type { TestWorld } from './test-world.js';

const PATH = '/webhooks/whatsapp';
const DELIVERIES = graphql(`
  query WebhookDeliveries($state: [WebhookDeliveryState!]) {
    webhookDeliveries(first: 100, state: $state) { nodes { id state error fields attempts payload processedAt } }
  }
`);
const SIGNATURE = 'x-hub-signature-256';

/** The webhook's HTTP surface, and what became of what it took. */
export class WebhooksDriver {
  constructor(private readonly world: TestWorld) {}

  /** Meta's question whether the address is ours. */
  handshake(parameters: Record<string, string>): request.Test {
    return this.world.http.get(PATH).query(parameters);
  }

  /** Posts as Meta does: escaped, signed, by HTTP. */
  post(payload: object, secret: string = DEMO.appSecret): request.Test {
    return this.postSigned(metaJson(payload), secret);
  }

  /** These very bytes, with a signature that is right for them. */
  postSigned(body: string, secret: string = DEMO.appSecret): request.Test {
    return this.postBytes(body, metaSignature(body, secret));
  }

  /** These very bytes, with this signature or none. */
  postBytes(body: string, signature?: string): request.Test {
    const test = this.world.http.post(PATH).set('content-type', 'application/json');
    return (signature === undefined ? test : test.set(SIGNATURE, signature)).send(body);
  }

  /** A webhook with these messages and statuses, taken in and processed. */
  async receives(value: MessagesValue): Promise<void> {
    await this.post(aWebhook(value)).expect(200);
    await this.settled();
  }

  /** The same for any other field; `time` in seconds. */
  async receivesField(field: string, value: object, time = Math.floor(Date.now() / 1000)): Promise<void> {
    await this.post(aFieldWebhook(field, value, { time })).expect(200);
    await this.settled();
  }

  /** Resolves when nothing that was received waits to be processed any more. */
  async settled(): Promise<void> {
    await eventually(
      () => this.world.countRows('webhook_queue'),
      (count) => count === 0,
    );
  }

  async deliveries(...state: WebhookDeliveryState[]) {
    const variables = state.length === 0 ? {} : { state };
    const { webhookDeliveries } = await this.world.admin.send(DELIVERIES, variables);
    return webhookDeliveries.nodes;
  }
}
