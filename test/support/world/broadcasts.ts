import { graphql } from '../../generated/gql.js';
import type {
  AppendBroadcastRecipientsInput,
  BroadcastDetailsFragment,
  StartBroadcastInput,
} from '../../generated/graphql.js';
import { eventually, must } from '../expectations.js';
import { aKey } from '../factories/keys.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import type { TestWorld } from './test-world.js';

const START = graphql(`
  mutation StartBroadcast($input: StartBroadcastInput!) {
    startBroadcast(input: $input) { broadcast { ...BroadcastDetails } errors { ...Problem } }
  }
`);
const APPEND = graphql(`
  mutation AppendBroadcastRecipients($input: AppendBroadcastRecipientsInput!) {
    appendBroadcastRecipients(input: $input) { broadcast { ...BroadcastDetails } errors { ...Problem } }
  }
`);
const PAUSE = graphql(`
  mutation PauseBroadcast($id: ID!) {
    pauseBroadcast(input: { broadcastId: $id }) { broadcast { ...BroadcastDetails } errors { ...Problem } }
  }
`);
const RESUME = graphql(`
  mutation ResumeBroadcast($id: ID!) {
    resumeBroadcast(input: { broadcastId: $id }) { broadcast { ...BroadcastDetails } errors { ...Problem } }
  }
`);
const CANCEL = graphql(`
  mutation CancelBroadcast($id: ID!) {
    cancelBroadcast(input: { broadcastId: $id }) { broadcast { ...BroadcastDetails } errors { ...Problem } }
  }
`);
const BROADCAST = graphql(`
  query BroadcastInDetail($id: ID!) { broadcast(id: $id) { ...BroadcastDetails } }
`);

/** Sending to many, as one person does: the administrator, or `as` somebody. */
export class BroadcastsDriver {
  constructor(
    private readonly world: TestWorld,
    private readonly client: GraphqlClient = world.admin,
  ) {}

  as({ client }: { client: GraphqlClient }): BroadcastsDriver {
    return new BroadcastsDriver(this.world, client);
  }

  /** startBroadcast with everything that it answers. */
  async tryStart(input: Omit<StartBroadcastInput, 'idempotencyKey'> & Partial<StartBroadcastInput>) {
    const { startBroadcast } = await this.client.send(START, {
      input: { idempotencyKey: aKey('broadcast'), ...input },
    });
    return startBroadcast;
  }

  async start(
    input: Omit<StartBroadcastInput, 'idempotencyKey'> & Partial<StartBroadcastInput>,
  ): Promise<BroadcastDetailsFragment> {
    const { broadcast, errors } = await this.tryStart(input);
    expect(errors).toEqual([]);
    return must(broadcast, 'the broadcast');
  }

  /** appendBroadcastRecipients with everything that it answers. */
  async append(input: AppendBroadcastRecipientsInput) {
    return (await this.client.send(APPEND, { input })).appendBroadcastRecipients;
  }

  async pause(id: string) {
    return (await this.client.send(PAUSE, { id })).pauseBroadcast;
  }

  async resume(id: string) {
    return (await this.client.send(RESUME, { id })).resumeBroadcast;
  }

  async cancel(id: string) {
    return (await this.client.send(CANCEL, { id })).cancelBroadcast;
  }

  /** Its counts add up, whenever it is read; while it is prepared its total may be read a moment before them. */
  async read(id: string): Promise<BroadcastDetailsFragment> {
    const broadcast = must((await this.client.send(BROADCAST, { id })).broadcast, `broadcast ${id}`);
    const { status, total, queued, sent, delivered, read, failed, unconfirmed, cancelled } = broadcast;
    const counted = queued + sent + delivered + read + failed + unconfirmed + cancelled;
    if (status === 'PREPARING') expect(counted).toBeGreaterThanOrEqual(total);
    else expect(counted).toBe(total);
    return broadcast;
  }

  async until(
    id: string,
    isWanted: (broadcast: BroadcastDetailsFragment) => boolean,
  ): Promise<BroadcastDetailsFragment> {
    return eventually(() => this.read(id), isWanted);
  }
}
