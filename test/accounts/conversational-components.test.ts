import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import type { SetConversationalComponentsInput } from '../generated/graphql.js';
import { must, only, valueAt } from '../support/expectations.js';
import { hasMetaOpenApi, metaOpenApi } from '../support/message-kinds/meta-openapi.js';
import { TestWorld } from '../support/world/test-world.js';

graphql(`
  fragment Components on ConversationalComponents { isWelcomeMessageOn iceBreakers commands { name description } }
`);
const READ = graphql(`
  query ReadComponents($id: ID!) { conversationalComponents(phoneNumberId: $id) { ...Components } }
`);
const SET = graphql(`
  mutation SetComponents($input: SetConversationalComponentsInput!) {
    setConversationalComponents(input: $input) {
      components { ...Components }
      errors { ...Problem reason ... on MetaRefusedError { refusal { code } } }
    }
  }
`);
const AUDITED = graphql(`
  query AuditOfComponents { auditEntries(first: 1) { nodes { action details { name to } } } }
`);

const EDGE = '/conversational_automation';
type Changes = Omit<SetConversationalComponentsInput, 'phoneNumberId'>;

describe('Conversational components of a number', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());
  beforeEach(() => world.meta.world.presences.clear());

  const id = () => world.account.phoneNumber.id;
  const read = async () => must((await world.admin.send(READ, { id: id() })).conversationalComponents);
  const set = async (changes: Changes) =>
    (await world.admin.send(SET, { input: { phoneNumberId: id(), ...changes } })).setConversationalComponents;
  const aCommand = (name: string, description = 'What it does') => ({ name, description });

  it('are none at first, and each is replaced by itself', async () => {
    expect(await read()).toEqual({ isWelcomeMessageOn: false, iceBreakers: [], commands: [] });
    const iceBreakers = ['Book a flight', 'Plan a vacation', 'Rent a car', 'Cancel'];
    expect(await set({ iceBreakers })).toEqual({
      errors: [],
      components: { isWelcomeMessageOn: false, iceBreakers, commands: [] },
    });
    const commands = [aCommand('tickets', 'Book flight tickets'), aCommand('Hotel_2', 'Book a hotel')];
    expect(await set({ commands, isWelcomeMessageOn: true })).toEqual({
      errors: [],
      components: { isWelcomeMessageOn: true, iceBreakers, commands },
    });
    const { auditEntries } = await world.admin.send(AUDITED);
    expect(only(auditEntries.nodes)).toEqual({
      action: 'NUMBER_COMPONENTS_CHANGED',
      details: [
        { name: 'welcomeMessage', to: 'on' },
        { name: 'iceBreakers', to: 'Book a flight | Plan a vacation | Rent a car | Cancel' },
        { name: 'commands', to: '/tickets /Hotel_2' },
      ],
    });
    expect(await set({ iceBreakers: [], commands: null })).toMatchObject({
      errors: [],
      components: { isWelcomeMessageOn: true, iceBreakers: [], commands },
    });
    expect(must(world.meta.lastRequestTo(EDGE)).body).toEqual({
      enable_welcome_message: true,
      prompts: [],
      commands: [
        { command_name: 'tickets', command_description: 'Book flight tickets' },
        { command_name: 'Hotel_2', command_description: 'Book a hotel' },
      ],
    });
  });

  it('may be as many and as long as Meta allows', async () => {
    const commands = Array.from({ length: 30 }, (_entry, index) =>
      aCommand(`${'c'.repeat(30)}${10 + index}`, 'd'.repeat(256)),
    );
    const iceBreakers = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(80));
    expect(await set({ commands, iceBreakers })).toMatchObject({ errors: [], components: { commands, iceBreakers } });
  });

  it.each<[string, Changes, string, string[]]>([
    ['five ice breakers', { iceBreakers: ['a', 'b', 'c', 'd', 'e'] }, 'TOO_LONG', ['iceBreakers']],
    ['a long ice breaker', { iceBreakers: ['a', 'b'.repeat(81)] }, 'TOO_LONG', ['iceBreakers', '1']],
    ['an empty ice breaker', { iceBreakers: [' '] }, 'REQUIRED', ['iceBreakers', '0']],
    ['an emoji in an ice breaker', { iceBreakers: ['Hi 👋'] }, 'INVALID_INPUT', ['iceBreakers', '0']],
    [
      'a heart that is drawn as an emoji',
      { iceBreakers: ['I \u2764\ufe0f it'] },
      'INVALID_INPUT',
      ['iceBreakers', '0'],
    ],
    ['a slash', { commands: [aCommand('/help')] }, 'INVALID_FORMAT', ['commands', '0', 'name']],
    ['a blank', { commands: [aCommand('help me')] }, 'INVALID_FORMAT', ['commands', '0', 'name']],
    ['a long name', { commands: [aCommand('h'.repeat(33))] }, 'TOO_LONG', ['commands', '0', 'name']],
    [
      'a long description',
      { commands: [aCommand('help', 'h'.repeat(257))] },
      'TOO_LONG',
      ['commands', '0', 'description'],
    ],
    ['no description', { commands: [aCommand('help', '')] }, 'REQUIRED', ['commands', '0', 'description']],
    ['an emoji', { commands: [aCommand('help', 'Get help 🙏')] }, 'INVALID_INPUT', ['commands', '0', 'description']],
    ['a name twice', { commands: [aCommand('help'), aCommand('Help')] }, 'DUPLICATE', ['commands', '1', 'name']],
    [
      'thirty-one commands',
      { commands: Array.from({ length: 31 }, (_entry, index) => aCommand(`c${index}`)) },
      'TOO_LONG',
      ['commands'],
    ],
  ])('are not sent to Meta with what cannot be right: %s', async (_what, changes, code, path) => {
    const before = world.meta.world.requests.length;
    const { components, errors } = await set(changes);
    expect(components).toBeNull();
    expect(errors).toMatchObject([{ code, path }]);
    expect(world.meta.world.requests).toHaveLength(before);
  });

  it('take digits and marks, which are no emojis', async () => {
    const iceBreakers = ['Order #1 * (A & B) © 2026'];
    expect(await set({ iceBreakers })).toMatchObject({ errors: [], components: { iceBreakers } });
  });

  it('say what Meta refuses, and are what was set where Meta does not say how they are', async () => {
    world.meta.planError({ path: EDGE, code: 131000 });
    expect((await set({ iceBreakers: ['Hi'] })).errors).toMatchObject([
      { code: 'META_REFUSED', path: ['phoneNumberId'], refusal: { code: 131000 } },
    ]);
    expect(await read()).toMatchObject({ iceBreakers: [] });
    world.meta.world.presenceOf(world.meta.phone).components.prompts = ['Hi 👋']; // from before Meta took no emojis
    expect((await set({ isWelcomeMessageOn: true })).errors).toMatchObject([
      { code: 'META_REFUSED', path: ['iceBreakers'], refusal: { code: 100 } },
    ]);
  });

  it('are for administrators', async () => {
    const manager = await world.people.add('MANAGER');
    const { errors } = await manager.client.request(READ, { id: id() });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const unknown = await world.admin.request(READ, { id: world.account.id });
    expect(valueAt(only(unknown.errors).extensions, 'problems')).toMatchObject([
      { code: 'NOT_FOUND', path: ['phoneNumberId'] },
    ]);
  });

  (hasMetaOpenApi ? it : it.skip)(
    'are asked for as Meta’s OpenAPI file specifies, whose examples the simulator takes',
    async () => {
      const { bodyOf, expectValid } = metaOpenApi();
      const { schema, examples } = bodyOf(`/{Version}/{Phone-Number-ID}${EDGE}`);
      const posts = world.meta.requestsTo(EDGE).filter(({ method, status }) => method === 'POST' && status === 200);
      expect(posts.length).toBeGreaterThan(3);
      const bodies = posts.map(({ body }) => body);
      expectValid('components', schema, bodies);
      for (const { value } of Object.values(examples)) {
        const answer = await fetch(`${world.meta.simulator.url}/v23.0/${DEMO.phoneNumberId}${EDGE}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${DEMO.accessToken}`, 'content-type': 'application/json' },
          body: JSON.stringify(value),
        });
        expect(await answer.json()).toEqual({ success: true });
      }
    },
  );
});
