/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { getNamedType, isAbstractType, isNonNullType, isObjectType, type GraphQLObjectType } from 'graphql';
import { fillOffice } from './filled-office.js';
import type { Answer, GraphqlClient } from '../support/legacy/graphql-client.js';
import { Office } from '../support/legacy/office.js';
import { MISSED, NESTED, OPEN, ROOT, SCOPES } from './permission-table.js';
import { dummy, schema, waysToTypes, type Step } from './schema-ways.js';

describe('Permissions', () => {
  let office: Office;
  const viewers = new Map<string, GraphqlClient>();
  const args: Record<string, string> = {};

  beforeAll(async () => {
    office = await Office.open();
    const { test, account } = office;
    viewers.set('A', test.admin);
    const [manager, operator] = [await office.hire('MANAGER', 'Mona'), await office.hire('OPERATOR', 'Otto')];
    viewers.set('M', manager.client).set('O', operator.client);
    for (const scope of SCOPES) {
      const { createApiKey } = await test.admin.send(
        'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }',
        { input: { name: scope, scopes: [scope] } },
      );
      viewers.set(scope, test.client(createApiKey.secret));
    }
    Object.assign(args, await fillOffice(office));
    await office.act(test.admin, 'addParticipants', 'ParticipantsInput', {
      conversationId: (await office.conversationWith('Ann')).id,
      userIds: [operator.id],
    });
    args['Query.account'] = `id: "${account.id}"`;
  });
  afterAll(() => office.test.close());

  const isAllowed = (viewer: string, list: string | undefined): boolean =>
    list === undefined || list.split(' ').includes(viewer);
  const isForbidden = ({ errors }: Answer): boolean =>
    errors.some(({ extensions }) => extensions?.code === 'FORBIDDEN');
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
  const selectionOf = (parent: string, field: string): string =>
    isObjectType(getNamedType((schema.getType(parent) as GraphQLObjectType).getFields()[field]!.type)) ||
    isAbstractType(getNamedType((schema.getType(parent) as GraphQLObjectType).getFields()[field]!.type))
      ? `${call(parent, field)} { __typename }`
      : call(parent, field);

  it('are written down for every query, mutation and subscription, and for nothing else', () => {
    const fields = ['Query', 'Mutation', 'Subscription'].flatMap((type) =>
      Object.keys((schema.getType(type) as GraphQLObjectType).getFields()).map((field) => `${type}.${field}`),
    );
    expect([...Object.keys(ROOT), ...OPEN].sort()).toEqual(fields.sort());
    for (const name of Object.keys(NESTED)) {
      const [type = '', field = ''] = name.split('.');
      expect((schema.getType(type) as GraphQLObjectType).getFields()[field]).toBeDefined();
    }
  });

  it('hold for every field that a query leads to, as every role and every scope', async () => {
    const wrong: string[] = [];
    const reached = new Set<string>();
    for (const [type, way] of waysToTypes()) {
      const fields = Object.keys((schema.getType(type) as GraphQLObjectType).getFields());
      const withoutArguments = fields.filter(
        (field) => !needsArguments(type, field) || args[`${type}.${field}`] !== undefined,
      );
      const free = withoutArguments.filter((field) => NESTED[`${type}.${field}`] === undefined);
      const guarded = withoutArguments.filter((field) => NESTED[`${type}.${field}`] !== undefined);
      for (const [viewer, client] of viewers) {
        const leads = way.every(({ parent, field }) =>
          isAllowed(viewer, ROOT[`${parent}.${field}`] ?? NESTED[`${parent}.${field}`]),
        );
        const answer = await client.request(
          queryFor(way, ['__typename', ...free.map((field) => selectionOf(type, field))].join(' ')),
        );
        const others = answer.errors.filter(({ extensions }) => extensions?.code !== 'FORBIDDEN');
        if (others.length > 0) wrong.push(`${viewer} ${type}: ${JSON.stringify(others[0])}`);
        if (isForbidden(answer) === leads)
          wrong.push(
            `${viewer} ${leads ? 'may' : 'may not'} reach ${type} by ${way.map(({ field }) => field).join('.')}`,
          );
        if (JSON.stringify(answer.data).includes(`"__typename":"${type}"`)) reached.add(type);
        for (const field of leads ? guarded : []) {
          const may = isAllowed(viewer, NESTED[`${type}.${field}`]);
          const one = await client.request(queryFor(way, selectionOf(type, field)));
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
    for (const field of Object.keys(schema.getQueryType()!.getFields())) {
      for (const [viewer, client] of viewers) {
        const answer = await client.request(`{ ${selectionOf('Query', field)} }`);
        const may = isAllowed(viewer, ROOT[`Query.${field}`]);
        if (isForbidden(answer) === may) wrong.push(`${viewer} ${may ? 'may' : 'may not'} ${field}`);
        if (may && answer.errors.length > 0) wrong.push(`${viewer} ${field}: ${JSON.stringify(answer.errors[0])}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('hold for every mutation, as every role and every scope', async () => {
    const wrong: string[] = [];
    for (const field of Object.values(schema.getMutationType()!.getFields())) {
      const name = `Mutation.${field.name}`;
      if (OPEN.includes(name)) continue;
      const [input] = field.args;
      for (const [viewer, client] of viewers) {
        const answer = await client.request(
          `mutation ($input: ${String(input!.type)}) { ${field.name}(input: $input) { errors { code } } }`,
          { input: dummy(input!.type) },
        );
        const may = isAllowed(viewer, ROOT[name]);
        if (isForbidden(answer) === may) wrong.push(`${viewer} ${may ? 'may' : 'may not'} ${field.name}`);
        const others = answer.errors.filter(({ extensions }) => extensions?.code !== 'FORBIDDEN');
        if (others.length > 0) wrong.push(`${viewer} ${field.name}: ${JSON.stringify(others[0])}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('hold for every subscription, as every role and every scope', async () => {
    const { id } = await office.conversationWith('Ann');
    const wrong: string[] = [];
    for (const [name, argument] of [
      ['inboxEvents', `accountId: "${office.account.id}"`],
      ['conversationEvents', `conversationId: "${id}"`],
    ]) {
      for (const [viewer, client] of viewers) {
        const live = client.subscribe(`subscription { ${name}(${argument}) { cursor } }`);
        const may = isAllowed(viewer, ROOT[`Subscription.${name}`]);
        if (!may) await live.until(({ problems }) => problems.length > 0, `a refusal of ${viewer}`);
        else await new Promise((resolve) => setTimeout(resolve, 100));
        const codes = live.problems.map(({ extensions }) => extensions.code);
        if (may ? codes.length > 0 : codes[0] !== 'FORBIDDEN') wrong.push(`${viewer} ${name}: ${codes.join()}`);
        await live.close();
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  function needsArguments(type: string, field: string): boolean {
    return (schema.getType(type) as GraphQLObjectType)
      .getFields()
      [field]!.args.some((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined);
  }
});
