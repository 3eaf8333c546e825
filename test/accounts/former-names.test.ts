import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const CREATE = graphql(`
  mutation CreateAccountUnderBothNames($input: CreateAccountInput!) {
    createAccount(input: $input) {
      account { id whatsappAccountId accountId phoneNumbers { whatsappPhoneNumberId phoneNumberId } }
      errors { code message path }
    }
  }
`);
const UPDATE = graphql(`
  mutation UpdateAccountUnderBothNames($input: UpdateAccountInput!) {
    updateAccount(input: $input) { account { whatsappAccountId accountId } errors { code path } }
  }
`);
const SECRETS = { name: 'Second', appId: '12', appSecret: 'secret', accessToken: 'token' };

describe("Names of Meta's ids", () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
  });

  afterAll(() => world.close());

  it('are whatsappAccountId and whatsappPhoneNumberId; the former ones bring the same', async () => {
    const now = { ...SECRETS, whatsappAccountId: '4711', whatsappPhoneNumberId: '13' };
    const { createAccount } = await world.admin.send(CREATE, { input: now });
    expect(createAccount).toMatchObject({
      account: {
        whatsappAccountId: '4711',
        accountId: '4711',
        phoneNumbers: [{ whatsappPhoneNumberId: '13', phoneNumberId: '13' }],
      },
      errors: [],
    });
    const former = { ...SECRETS, accountId: '4712', phoneNumberId: '14' };
    const { createAccount: second } = await world.admin.send(CREATE, { input: former });
    expect(second).toMatchObject({
      account: { whatsappAccountId: '4712', phoneNumbers: [{ whatsappPhoneNumberId: '14' }] },
      errors: [],
    });
    const { id } = must(second.account);
    const { updateAccount } = await world.admin.send(UPDATE, { input: { id, whatsappAccountId: '4713' } });
    expect(updateAccount).toEqual({ account: { whatsappAccountId: '4713', accountId: '4713' }, errors: [] });
    const { updateAccount: again } = await world.admin.send(UPDATE, { input: { id, accountId: '4714' } });
    expect(again).toEqual({ account: { whatsappAccountId: '4714', accountId: '4714' }, errors: [] });
  });

  it('are needed under one name, and refused under both', async () => {
    const { createAccount: none } = await world.admin.send(CREATE, { input: SECRETS });
    expect(none.errors).toEqual([
      { code: 'REQUIRED', message: 'Please fill this in.', path: ['whatsappAccountId'] },
      { code: 'REQUIRED', message: 'Please fill this in.', path: ['whatsappPhoneNumberId'] },
    ]);
    const both = { whatsappAccountId: '1', accountId: '1', whatsappPhoneNumberId: '2', phoneNumberId: '2' };
    const { createAccount } = await world.admin.send(CREATE, { input: { ...SECRETS, ...both } });
    expect(createAccount.errors).toMatchObject([
      {
        code: 'INVALID_INPUT',
        message: 'Give whatsappAccountId alone: this is its former name.',
        path: ['accountId'],
      },
      { code: 'INVALID_INPUT', path: ['phoneNumberId'] },
    ]);
  });

  it('stand in the paths of refusals as the caller wrote them', async () => {
    await world.admin.send(CREATE, {
      input: { ...SECRETS, whatsappAccountId: DEMO.whatsappAccountId, whatsappPhoneNumberId: '15' },
    });
    for (const name of ['whatsappAccountId', 'accountId']) {
      const input = { ...SECRETS, [name]: DEMO.whatsappAccountId, whatsappPhoneNumberId: '16' };
      const { createAccount } = await world.admin.send(CREATE, { input });
      expect(createAccount.errors).toMatchObject([{ code: 'DUPLICATE', path: [name] }]);
      const malformed = await world.admin.send(CREATE, { input: { ...input, [name]: '12ab' } });
      expect(malformed.createAccount.errors).toMatchObject([{ code: 'INVALID_FORMAT', path: [name] }]);
    }
  });
});
