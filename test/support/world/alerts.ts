import type { SimCustomer } from '../../../src/simulator/world/world.js';
import { graphql } from '../../generated/gql.js';
import type { AddPushDeviceInput, AlertChannel, NotificationSettingsInput } from '../../generated/graphql.js';
import { aKey, aNumber } from '../factories/keys.js';
import type { Person } from './people.js';
import type { TestWorld } from './test-world.js';

const SETTINGS = graphql(`
  query SettingsOf {
    notificationSettings {
      push pushText email emailAfterMinutes muted mutedAccountIds language canEmail pushPublicKey
      devices { id userAgent isCurrent } problems { channel code message people }
    }
  }
`);
const CHANGE = graphql(`
  mutation ChangeSettings($input: NotificationSettingsInput!) {
    updateNotificationSettings(input: $input) {
      settings { push pushText email emailAfterMinutes muted mutedAccountIds language } errors { ...Problem }
    }
  }
`);
const ADD_DEVICE = graphql(`
  mutation AddDevice($input: AddPushDeviceInput!) {
    addPushDevice(input: $input) { device { id isCurrent } errors { ...Problem } }
  }
`);
const REMOVE_DEVICE = graphql(`
  mutation RemoveDevice($id: ID!) { removePushDevice(input: { pushDeviceId: $id }) { errors { ...Problem } } }
`);
const TRY = graphql(`
  mutation TryAlert($channel: AlertChannel!) {
    testAlert(input: { channel: $channel }) { problem { channel code message people } errors { ...Problem } }
  }
`);
const READ_ALL = graphql(`
  mutation ReadAll { markNotificationsRead(input: { all: true }) { unreadCount } }
`);

/** A person who is notified when a customer writes. */
export interface Notified {
  person: Person;
  customer: SimCustomer;
  conversationId: string;
}

/** How people are alerted who are away. */
export class AlertsDriver {
  constructor(private readonly world: TestWorld) {}

  /** An operator who takes part in the conversation of a customer with this name, and has read all so far. */
  async notified(name = aKey('Ada')): Promise<Notified> {
    const person = await this.world.people.add('OPERATOR');
    const number = aNumber();
    const customer = this.world.customers.named(name, number);
    await this.world.customers.writes(customer, 'Hello');
    const { id } = await this.world.inbox.conversationWith(number);
    await this.world.inbox.addParticipants(id, [person]);
    await this.readAll(person);
    return { person, customer, conversationId: id };
  }

  async settings({ client }: Pick<Person, 'client'>) {
    return (await client.send(SETTINGS)).notificationSettings;
  }

  async change({ client }: Pick<Person, 'client'>, input: NotificationSettingsInput) {
    return (await client.send(CHANGE, { input })).updateNotificationSettings;
  }

  async add({ client }: Pick<Person, 'client'>, input: AddPushDeviceInput) {
    return (await client.send(ADD_DEVICE, { input })).addPushDevice;
  }

  async remove({ client }: Pick<Person, 'client'>, id: string) {
    return (await client.send(REMOVE_DEVICE, { id })).removePushDevice;
  }

  async try({ client }: Pick<Person, 'client'>, channel: AlertChannel) {
    return (await client.send(TRY, { channel })).testAlert;
  }

  async readAll({ client }: Pick<Person, 'client'>): Promise<void> {
    await client.send(READ_ALL);
  }

  /** How many wait for a person. */
  async waiting({ id }: Person): Promise<number> {
    return this.world.countRows(`alerts WHERE user_id = '${id}'`);
  }
}
