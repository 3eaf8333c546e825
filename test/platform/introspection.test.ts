import { getIntrospectionQuery } from 'graphql';
import { TestWorld } from '../support/world/test-world.js';

const MISSPELT = '{ conversation { nodes { id } } acounts { id } }';
const OF_A_TYPE = '{ __type(name: "User") { fields { name } } }';
const PRODUCTION = { NODE_ENV: 'production' };

/** What the schema says to whoever asks, and what asking costs. */
describe('The schema', () => {
  let world: TestWorld;
  afterEach(() => world.close());

  const start = async (environment: NodeJS.ProcessEnv) => {
    world = await TestWorld.start({ isConnected: false, environment });
  };
  const codes = async (query: string, client = world.client()) => {
    const { status, data, errors } = await client.requestRaw(query);
    return { status, data, codes: [...new Set(errors.map(({ extensions }) => extensions.code))] };
  };

  it('is told to nobody in production, not even name by name', async () => {
    await start(PRODUCTION);
    const refused = { status: 400, data: null, codes: ['GRAPHQL_VALIDATION_FAILED'] };
    for (const client of [world.client(), world.admin]) {
      for (const query of [
        getIntrospectionQuery(),
        OF_A_TYPE,
        '{ ...S } fragment S on Query { __schema { types { name } } }',
      ])
        expect(await codes(query, client)).toEqual(refused);
      const misspelt = await client.requestRaw(MISSPELT);
      expect(misspelt.errors.map(({ message }) => message)).toEqual(
        expect.arrayContaining(['Cannot query field "acounts" on type "Query".']),
      );
      const unfit = await client.requestRaw('query ($role: Role) { users(search: $role) { nodes { id } } }', {
        role: 'ADMINS',
      });
      expect(JSON.stringify([misspelt, unfit])).not.toContain('Did you mean');
    }
    expect(await codes('{ __typename me { id __typename } }', world.admin)).toMatchObject({ status: 200, codes: [] });
    const live = world.admin.subscribeRaw('subscription { inboxEvent(accountId: "x") { cursor } }');
    await live.until(({ problems }) => problems.length > 0, 'the refusal');
    expect(JSON.stringify(live.problems)).not.toContain('Did you mean');
    await live.close();
  });

  it('is told in production where it is asked for', async () => {
    await start({ ...PRODUCTION, GRAPHQL_INTROSPECTION: 'on' });
    expect(await codes(getIntrospectionQuery())).toMatchObject({ status: 200, codes: [] });
    expect(JSON.stringify(await world.client().requestRaw(MISSPELT))).toContain('Did you mean');
  });

  it('is told elsewhere, once a query: what it costs is counted and bounded', async () => {
    await start({});
    expect(await codes(getIntrospectionQuery())).toMatchObject({ status: 200, codes: [] });
    const types =
      '{ types { fields { args { type { name ofType { name } } } type { name ofType { name ofType { name } } } } } }';
    const many = Array.from({ length: 40 }, (_, number) => `a${number}: __schema ${types}`).join(' ');
    expect(await codes(`{ ${many} }`)).toEqual({ status: 400, data: null, codes: ['QUERY_TOO_COSTLY'] });
    const deep = `{ __type(name: "User") { ${'ofType { '.repeat(30)} name ${'} '.repeat(30)} } }`;
    expect(await codes(deep)).toMatchObject({ codes: ['QUERY_TOO_COSTLY'] });
  });

  it('is not told where that is switched off, and everything is bounded before it is read', async () => {
    await start({ GRAPHQL_INTROSPECTION: 'off' });
    expect(await codes(OF_A_TYPE)).toMatchObject({ codes: ['GRAPHQL_VALIDATION_FAILED'] });
    const tooCostly = { status: 400, data: null, codes: ['QUERY_TOO_COSTLY'] };
    expect(await codes(`{ me { id } } #${'x'.repeat(70_000)}`)).toEqual(tooCostly);
    expect(await codes(`{ me { ${'id '.repeat(1_000)} } }`)).toEqual(tooCostly);
    expect(await codes(`{ ${'me { '.repeat(30)} id ${'} '.repeat(30)} }`)).toEqual(tooCostly);
    expect(await codes(`{ me { ${'name '.repeat(6_000)} } }`)).toMatchObject({ codes: ['GRAPHQL_PARSE_FAILED'] });
    const asked = await world.http.get('/graphql').query({ query: `{ me { ${'id '.repeat(1_000)} } }` });
    expect(asked.body.errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COSTLY', limit: 500 } }]);
  });

  it('answers one document a request: a batch is refused whole', async () => {
    await start({});
    const batch = [{ query: '{ __typename }' }, { query: '{ __typename }' }];
    const { status, body } = await world.http.post('/graphql').send(batch);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect(body).not.toHaveProperty('data');
  });
});
