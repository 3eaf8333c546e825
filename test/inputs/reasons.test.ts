import { graphql } from '../generated/gql.js';
import { must, only } from '../support/expectations.js';
import { aKey } from '../support/factories/keys.js';
import { aPdf } from '../support/factories/files.js';
import { TestWorld } from '../support/world/test-world.js';

const CREATE_USER = graphql(`
  mutation CreateReasonedUser($input: CreateUserInput!) {
    createUser(input: $input) { errors { code reason values message path } }
  }
`);
const VALIDATE = graphql(`
  query ValidateReasonedTemplate($input: TemplateDraftInput!) {
    validateTemplate(input: $input) { code reason values message path }
  }
`);
const SEARCH = graphql(`
  query SearchWithReason($query: String!) { searchMessages(query: $query) { nodes { id } } }
`);
const CREATE_KEY = graphql(`
  mutation CreateReasonedKey($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret errors { ...Problem } } }
`);

describe('The reason of a refusal', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  it('stands in the errors of a mutation, with the values that its sentence names', async () => {
    const input = { email: 'zoe@garden.example', name: 'Z'.repeat(300), password: 'short', role: 'OPERATOR' as const };
    const { createUser } = await world.admin.send(CREATE_USER, { input });
    expect(createUser.errors).toEqual([
      {
        code: 'TOO_LONG',
        reason: 'TOO_MANY_CHARACTERS',
        values: { limit: 200 },
        message: 'At most 200 characters, please.',
        path: ['name'],
      },
      {
        code: 'INVALID_INPUT',
        reason: 'PASSWORD_TOO_SHORT',
        values: {},
        message: 'At least 10 characters, please.',
        path: ['password'],
      },
    ]);
  });

  it('stands in what a query answers as wrong', async () => {
    const { validateTemplate } = await world.admin.send(VALIDATE, {
      input: {
        accountId: world.account.id,
        name: 'order',
        displayName: 'Order',
        language: 'en_US',
        category: 'UTILITY',
        body: 'Your order {{2}} is on its way to you.',
      },
    });
    const gap = must(validateTemplate.find(({ reason }) => reason === 'PLACEHOLDER_GAP'));
    expect(gap.values).toEqual({ placeholder: '{{1}}' });
    expect(gap.message).toBe('Placeholders are numbered from 1 without gaps: {{1}} is missing.');
    for (const { reason, values } of validateTemplate)
      expect([reason, values]).toEqual([expect.any(String), expect.anything()]);
  });

  it('stands in the problems of a GraphQL error', async () => {
    const { errors } = await world.admin.request(SEARCH, { query: '...' });
    expect(only(must(errors)).extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ code: 'TOO_SHORT', reason: 'SEARCH_TOO_SHORT', values: { limit: 3 }, path: ['query'] }],
    });
  });

  it('stands in the problem document of the REST side, and in the answer of an upload', async () => {
    const { createApiKey } = await world.admin.send(CREATE_KEY, {
      input: { name: aKey('rest'), scopes: ['MESSAGES_SEND'] },
    });
    const refused = await world.http
      .post('/v1/messages')
      .set('authorization', `Bearer ${must(createApiKey.secret)}`)
      .set('idempotency-key', aKey())
      .send({ text: 'x'.repeat(4_097), to: { phoneNumber: '+14155550100' } });
    expect(refused.body).toMatchObject({
      errors: [{ code: 'TOO_LONG', reason: 'TOO_MUCH', values: { limit: 4_096, unit: 'characters' }, path: ['text'] }],
    });
    expect(
      (await world.files.upload(aPdf('a file'), 'application/pdf', 'a.pdf', { accountId: 'nothing' })).body,
    ).toMatchObject({
      errors: [{ code: 'NOT_FOUND', reason: 'NOT_FOUND', values: { what: 'account' }, path: ['accountId'] }],
    });
  });
});
