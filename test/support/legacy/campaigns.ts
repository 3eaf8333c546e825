import { eventually } from './graphql-client.js';
import { ERRORS, Studio } from './studio.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

export const COUNTS = 'total queued sent delivered read failed unconfirmed cancelled';
const BROADCAST = `id status messagesPerSecond startAt pauseReason resumesAt finishedAt ${COUNTS} template { id } phoneNumber { id }
  createdBy { __typename ... on User { id } } skipped { index recordId errors { code path } }`;

/** Somebody who sends to many, with a template that greets the customer of an order. */
export class Campaigns {
  private keys = 0;

  private constructor(
    readonly studio: Studio,
    readonly template: any,
  ) {}

  static async open(): Promise<Campaigns> {
    const studio = await Studio.open();
    const greeting = {
      placement: 'BODY',
      name: '1',
      source: 'FIELD',
      fieldPath: 'customer.name',
      sampleValue: 'Pablo',
    };
    const template = await studio.approved({
      body: 'Hello {{1}}, we have moved to a new place.',
      variables: [{ ...greeting, fallback: 'you' }],
    });
    return new Campaigns(studio, template);
  }

  async change(mutation: string, input: object): Promise<any> {
    const type = mutation === 'startBroadcast' ? 'StartBroadcastInput' : 'BroadcastIdInput';
    const answer = await this.studio.client.send(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { broadcast { ${BROADCAST} } errors ${ERRORS} } }`,
      { input },
    );
    return answer[mutation];
  }

  async start(input: Record<string, unknown>): Promise<any> {
    this.keys += 1;
    const idempotencyKey = `broadcast-${this.keys}`;
    return this.change('startBroadcast', { idempotencyKey, templateId: this.template.id, ...input });
  }

  /** Its counts add up, whenever it is read. */
  async read(id: string): Promise<any> {
    const query = `query ($id: ID!) { broadcast(id: $id) { ${BROADCAST} } }`;
    const { broadcast } = await this.studio.client.send(query, { id });
    const { queued, sent, delivered, read, failed, unconfirmed, cancelled } = broadcast;
    expect(queued + sent + delivered + read + failed + unconfirmed + cancelled).toBe(broadcast.total);
    return broadcast;
  }

  async until(id: string, isWanted: (broadcast: any) => boolean): Promise<any> {
    return eventually(() => this.read(id), isWanted);
  }

  arrived({ phoneNumber }: { phoneNumber: string }): unknown[] {
    return this.studio.got(phoneNumber.slice(1));
  }
}

export function people(count: number, first: number): { phoneNumber: string }[] {
  return Array.from({ length: count }, (_, index) => ({ phoneNumber: `+1650${String(first + index)}` }));
}

export function problems(errors: any[]): string[] {
  return errors.map(({ code, path }) => `${code} ${path.join('.')}`);
}
