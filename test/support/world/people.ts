import { ADMIN } from '../../../scripts/local-server.js';
import { graphql } from '../../generated/gql.js';
import type { Role } from '../../generated/graphql.js';
import { must } from '../expectations.js';
import { aKey } from '../factories/keys.js';
import { GraphqlClient } from '../graphql/graphql-client.js';
import type { TestWorld } from './test-world.js';

/** Somebody who is signed in. */
export interface Person {
  id: string;
  client: GraphqlClient;
  email: string;
  password: string;
}

export interface PersonOptions {
  name?: string;
  /** The connected account unless given. */
  accountIds?: string[];
}

const CREATE_USER = graphql(`
  mutation CreateUser($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { ...Problem } } }
`);
const CHANGE_USER = graphql(`
  mutation ChangeUser($input: UpdateUserInput!) { updateUser(input: $input) { user { id } errors { ...Problem } } }
`);
const NOTIFICATIONS = graphql(`
  query Notifications {
    notifications(first: 100) { nodes { reason title body readAt conversation { id } message { text } } }
  }
`);

/** The people of the office. */
export class PeopleDriver {
  private readonly everybody: Person[] = [];

  constructor(private readonly world: TestWorld) {}

  /** A person who works with the connected account, signed in. */
  async add(role: Role, { name = aKey('Person'), accountIds }: PersonOptions = {}): Promise<Person> {
    const [email, password] = [`${aKey('person')}@example.com`, `password of ${name}`];
    const { createUser } = await this.world.admin.send(CREATE_USER, {
      input: { name, email, password, role, accountIds: accountIds ?? [this.world.account.id] },
    });
    expect(createUser.errors).toEqual([]);
    const client = new GraphqlClient(this.world.url);
    await client.login(email, password);
    const person = { id: must(createUser.user, 'the new user').id, client, email, password };
    this.everybody.push(person);
    return person;
  }

  /** Takes the person's accounts away, or gives others. */
  async limitTo(person: Person, accountIds: string[]): Promise<void> {
    const { updateUser } = await this.world.admin.send(CHANGE_USER, { input: { id: person.id, accountIds } });
    expect(updateUser.errors).toEqual([]);
  }

  /** The person cannot sign in any more. */
  async deactivate(person: Person): Promise<void> {
    const { updateUser } = await this.world.admin.send(CHANGE_USER, { input: { id: person.id, isActive: false } });
    expect(updateUser.errors).toEqual([]);
    this.everybody.splice(this.everybody.indexOf(person), 1);
  }

  /** Everybody who was added and is still active, and the administrator. */
  async signInAgain(): Promise<void> {
    await this.world.admin.login(ADMIN.email, ADMIN.password);
    for (const { client, email, password } of this.everybody) await client.login(email, password);
  }

  /** Oldest first. */
  async notificationsOf({ client }: { client: GraphqlClient }) {
    const { notifications } = await client.send(NOTIFICATIONS);
    return notifications.nodes.reverse();
  }
}
