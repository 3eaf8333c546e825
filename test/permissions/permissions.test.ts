import { getNamedType, isAbstractType, isNonNullType, isObjectType, type GraphQLField } from 'graphql';
import { graphql } from '../generated/gql.js';
import { must, pause } from '../support/expectations.js';
import type { Answer, GraphqlClient } from '../support/graphql/graphql-client.js';
import { dummy, fieldsOf } from '../support/graphql/schema.js';
import { TestWorld } from '../support/world/test-world.js';
import { fillOffice, type ArgumentsByField } from './filled-office.js';
import { MISSED, NESTED, OPEN, ROOT, SCOPES } from './permission-table.js';
import { waysToTypes, type Step } from './schema-ways.js';

const CREATE_KEY = graphql(`
  mutation CreateKeyOfScope($input: CreateApiKeyInput!) {
    createApiKey(input: $input) { secret errors { ...Problem } }
  }
`);

describe('Permissions', () => {
  let world: TestWorld;
  let args: ArgumentsByField;
  const viewers = new Map<string, GraphqlClient>();

  beforeAll(async () => {
    world = await TestWorld.start();
    const manager = await world.people.add('MANAGER', { name: 'Mona' });
    const operator = await world.people.add('OPERATOR', { name: 'Otto' });
    viewers.set('A', world.admin).set('M', manager.client).set('O', operator.client);
    for (const scope of SCOPES) {
      const { createApiKey } = await world.admin.send(CREATE_KEY, { input: { name: scope, scopes: [scope] } });
      viewers.set(scope, world.client(must(createApiKey.secret, `a key of ${scope}`)));
    }
    args = await fillOffice(world);
    const { id } = await world.inbox.conversationWith('Ann');
    expect((await world.inbox.addParticipants(id, [operator])).errors).toEqual([]);
  });
  afterAll(() => world.close());

  const isAllowed = (viewer: string, list: string | undefined): boolean =>
    list === undefined || list.split(' ').includes(viewer);
  const isForbidden = ({ errors }: Answer<unknown>): boolean =>
    errors.some(({ extensions }) => extensions.code === 'FORBIDDEN');
  const otherErrors = ({ errors }: Answer<unknown>) =>
    errors.filter(({ extensions }) => extensions.code !== 'FORBIDDEN');
  const call = (parent: string, field: string): string => {
    const given = args[`${parent}.${field}`];
    return given === undefined ? field : `${field}(${given})`;
  };
  const queryFor = (way: readonly Step[], selection: string): string =>
    way.reduceRight(
      (inner, { parent, field, on }) =>
        `{ ${call(parent, field)} ${on === null ? inner : `{ ... on ${on} ${inner} }`} }`,
      `{ ${selection} }`,
    );
  const selectionOf = (parent: string, field: string): string => {
    const type = getNamedType(must(fieldsOf(parent)[field], `${parent}.${field}`).type);
    return isObjectType(type) || isAbstractType(type) ? `${call(parent, field)} { __typename }` : call(parent, field);
  };

  it('are written down for every query, mutation and subscription, and for nothing else', () => {
    const fields = ['Query', 'Mutation', 'Subscription'].flatMap((type) =>
      Object.keys(fieldsOf(type)).map((field) => `${type}.${field}`),
    );
    expect([...Object.keys(ROOT), ...OPEN].sort()).toEqual(fields.sort());
    for (const name of Object.keys(NESTED)) {
      const [type = '', field = ''] = name.split('.');
      expect(fieldsOf(type)[field]).toBeDefined();
    }
  });

  it('hold for every field that a query leads to, as every role and every scope', async () => {
    const wrong: string[] = [];
    const reached = new Set<string>();
    for (const [type, way] of waysToTypes()) {
      const withoutArguments = Object.values(fieldsOf(type))
        .filter((field) => !needsArguments(field) || args[`${type}.${field.name}`] !== undefined)
        .map(({ name }) => name);
      const free = withoutArguments.filter((field) => NESTED[`${type}.${field}`] === undefined);
      const guarded = withoutArguments.filter((field) => NESTED[`${type}.${field}`] !== undefined);
      for (const [viewer, client] of viewers) {
        const leads = way.every(({ parent, field }) =>
          isAllowed(viewer, ROOT[`${parent}.${field}`] ?? NESTED[`${parent}.${field}`]),
        );
        const answer = await client.requestRaw(
          queryFor(way, ['__typename', ...free.map((field) => selectionOf(type, field))].join(' ')),
        );
        const others = otherErrors(answer);
        if (others.length > 0) wrong.push(`${viewer} ${type}: ${JSON.stringify(others[0])}`);
        if (isForbidden(answer) === leads)
          wrong.push(
            `${viewer} ${leads ? 'may' : 'may not'} reach ${type} by ${way.map(({ field }) => field).join('.')}`,
          );
        if (JSON.stringify(answer.data).includes(`"__typename":"${type}"`)) reached.add(type);
        for (const field of leads ? guarded : []) {
          const may = isAllowed(viewer, NESTED[`${type}.${field}`]);
          const one = await client.requestRaw(queryFor(way, selectionOf(type, field)));
          if (isForbidden(one) === may) wrong.push(`${viewer} ${may ? 'may' : 'may not'} read ${type}.${field}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    const missed = [...waysToTypes().keys()].filter((type) => !reached.has(type));
    expect(missed.sort()).toEqual(MISSED);
  }, 300_000);

  it('hold for every query itself', async () => {
    const wrong: string[] = [];
    for (const field of Object.keys(fieldsOf('Query'))) {
      for (const [viewer, client] of viewers) {
        const answer = await client.requestRaw(`{ ${selectionOf('Query', field)} }`);
        const may = isAllowed(viewer, ROOT[`Query.${field}`]);
        if (isForbidden(answer) === may) wrong.push(`${viewer} ${may ? 'may' : 'may not'} ${field}`);
        if (may && answer.errors.length > 0) wrong.push(`${viewer} ${field}: ${JSON.stringify(answer.errors[0])}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('hold for every mutation, as every role and every scope', async () => {
    const wrong: string[] = [];
    for (const field of Object.values(fieldsOf('Mutation'))) {
      const name = `Mutation.${field.name}`;
      if (OPEN.includes(name)) continue;
      const [argument] = field.args;
      for (const [viewer, client] of viewers) {
        const answer =
          argument === undefined
            ? await client.requestRaw(`mutation { ${field.name} { errors { code } } }`)
            : await client.requestRaw(
                `mutation ($input: ${String(argument.type)}) { ${field.name}(input: $input) { errors { code } } }`,
                { input: dummy(argument.type) },
              );
        const may = isAllowed(viewer, ROOT[name]);
        if (isForbidden(answer) === may) wrong.push(`${viewer} ${may ? 'may' : 'may not'} ${field.name}`);
        const others = otherErrors(answer);
        if (others.length > 0) wrong.push(`${viewer} ${field.name}: ${JSON.stringify(others[0])}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('hold for every subscription, as every role and every scope', async () => {
    const { id } = await world.inbox.conversationWith('Ann');
    const wrong: string[] = [];
    for (const [name, argument] of [
      ['inboxEvents', `accountId: "${world.account.id}"`],
      ['conversationEvents', `conversationId: "${id}"`],
      ['allEvents', 'after: []'],
    ] as const) {
      for (const [viewer, client] of viewers) {
        const live = client.subscribeRaw(`subscription { ${name}(${argument}) { cursor } }`);
        const may = isAllowed(viewer, ROOT[`Subscription.${name}`]);
        if (!may) await live.until(({ problems }) => problems.length > 0, `a refusal of ${viewer}`);
        else await pause(100);
        const codes = live.problems.map(({ extensions }) => extensions.code);
        if (may ? codes.length > 0 : codes[0] !== 'FORBIDDEN') wrong.push(`${viewer} ${name}: ${codes.join()}`);
        await live.close();
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});

function needsArguments({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
}
