import { DEMO } from '../../../src/simulator/world/demo-world.js';
import { graphql } from '../../generated/gql.js';
import type { AccountStatus, CreateAccountInput } from '../../generated/graphql.js';
import { eventually, first, must } from '../expectations.js';
import { anAccount } from '../factories/accounts.js';
import type { Person } from './people.js';
import type { TestWorld } from './test-world.js';

export interface ConnectedAccount {
  id: string;
  /** Its first number; `id` is ours. */
  phoneNumber: { id: string };
}

export const CREATE_ACCOUNT = graphql(`
  mutation CreateAccount($input: CreateAccountInput!) {
    createAccount(input: $input) { account { id phoneNumbers { id } } errors { ...Problem } }
  }
`);
export const SUBSCRIBE_WEBHOOKS = graphql(`
  mutation SubscribeWebhooks($id: ID!) { subscribeWebhooks(input: { accountId: $id }) { errors { ...Problem } } }
`);
const ACCOUNT = graphql(`
  query Account($id: ID!) { account(id: $id) { id status eventCursor lastWebhookAt webhookVerifyToken } }
`);
const TEST_CONNECTION = graphql(`
  mutation TestConnection($id: ID!) {
    testConnection(input: { accountId: $id }) {
      account { phoneNumbers { id phoneNumberId } } errors { ...Problem }
    }
  }
`);
const CHANGE_ACCOUNT = graphql(`
  mutation ChangeAccount($input: UpdateAccountInput!) { updateAccount(input: $input) { errors { ...Problem } } }
`);
const SET_NOTIFY_USERS = graphql(`
  mutation SetNotifyUsers($input: SetNotifyUsersInput!) { setNotifyUsers(input: $input) { errors { ...Problem } } }
`);

/** Accounts at Meta, as the administrator looks after them. */
export class AccountsDriver {
  constructor(private readonly world: TestWorld) {}

  /** The simulator's account, connected and subscribed. */
  async connect(notifyUserIds: string[] = []): Promise<ConnectedAccount> {
    const { account, errors } = await this.create(anAccount({ notifyUserIds }));
    expect(errors).toEqual([]);
    const { id, phoneNumbers } = must(account, 'the new account');
    const { subscribeWebhooks } = await this.world.admin.send(SUBSCRIBE_WEBHOOKS, { id });
    expect(subscribeWebhooks.errors).toEqual([]);
    return { id, phoneNumber: first(phoneNumbers, 'a number of the account') };
  }

  async create(input: CreateAccountInput) {
    return (await this.world.admin.send(CREATE_ACCOUNT, { input })).createAccount;
  }

  async read(id = this.world.account.id) {
    return must((await this.world.admin.send(ACCOUNT, { id })).account, 'the account');
  }

  /** From here on, a subscriber sees what happens now. */
  async eventCursor(): Promise<string> {
    return (await this.read()).eventCursor;
  }

  async untilStatus(status: AccountStatus) {
    return eventually(
      () => this.read(),
      (account) => account.status === status,
    );
  }

  async giveNewToken(accessToken: string = DEMO.accessToken): Promise<void> {
    const { updateAccount } = await this.world.admin.send(CHANGE_ACCOUNT, {
      input: { id: this.world.account.id, accessToken },
    });
    expect(updateAccount.errors).toEqual([]);
  }

  /** Our id of a number that Meta knows by `whatsappPhoneNumberId`, learnt by testing the connection. */
  async learnNumber(whatsappPhoneNumberId: string): Promise<string> {
    const { testConnection } = await this.world.admin.send(TEST_CONNECTION, { id: this.world.account.id });
    const numbers = must(testConnection.account, 'the account').phoneNumbers;
    const number = numbers.find(({ phoneNumberId }) => phoneNumberId === whatsappPhoneNumberId);
    return must(number, `number ${whatsappPhoneNumberId}`).id;
  }

  /** Who is told of strangers that write to a number. */
  async setNotifyUsers(
    people: Person[],
    phoneNumberId = this.world.account.phoneNumber.id,
    returnAfterDays?: number,
  ): Promise<void> {
    const input = { phoneNumberId, userIds: people.map(({ id }) => id), returnAfterDays };
    const { setNotifyUsers } = await this.world.admin.send(SET_NOTIFY_USERS, { input });
    expect(setNotifyUsers.errors).toEqual([]);
  }
}
