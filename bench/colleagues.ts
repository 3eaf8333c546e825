import type { BenchServer } from './environment.js';

type Payload<T> = T & { errors: { message: string }[] };

/** Operators of the bench's account, of whom its number's notify-users are: a customer's message has somebody to tell. */
export async function operatorsToNotify(server: BenchServer, count: number): Promise<string[]> {
  const userIds: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { createUser } = (await server.graphql(
      'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { message } } }',
      {
        input: {
          name: `Operator ${index}`,
          email: `bench-operator-${index}@example.com`,
          password: 'a long enough password',
          role: 'OPERATOR',
          accountIds: [server.accountId],
        },
      },
    )) as unknown as { createUser: Payload<{ user: { id: string } | null }> };
    if (createUser.user === null) throw new Error(createUser.errors[0]?.message);
    userIds.push(createUser.user.id);
  }
  const { account } = (await server.graphql('query ($id: ID!) { account(id: $id) { phoneNumbers { id } } }', {
    id: server.accountId,
  })) as unknown as { account: { phoneNumbers: { id: string }[] } };
  for (const { id } of account.phoneNumbers) {
    const { setNotifyUsers } = (await server.graphql(
      'mutation ($input: SetNotifyUsersInput!) { setNotifyUsers(input: $input) { errors { message } } }',
      { input: { phoneNumberId: id, userIds } },
    )) as unknown as { setNotifyUsers: Payload<object> };
    if (setNotifyUsers.errors.length > 0) throw new Error(setNotifyUsers.errors[0]?.message);
  }
  return userIds;
}
