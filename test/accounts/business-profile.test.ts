import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import type { UpdateBusinessProfileInput } from '../generated/graphql.js';
import { must, only, valueAt } from '../support/expectations.js';
import { aJpeg, aPdf, aPng } from '../support/factories/files.js';
import { hasMetaOpenApi, metaOpenApi } from '../support/message-kinds/meta-openapi.js';
import { TestWorld } from '../support/world/test-world.js';

graphql(`
  fragment ProfileDetails on BusinessProfile { about address description email websites vertical pictureUrl }
`);
const READ = graphql(`
  query ReadProfile($id: ID!) { businessProfile(phoneNumberId: $id) { ...ProfileDetails } }
`);
const READ_WITH_NUMBERS = graphql(`
  query ReadProfileBesideNumbers($id: ID!) {
    businessProfile(phoneNumberId: $id) { about }
    accounts { phoneNumbers { id } }
  }
`);
const UPDATE = graphql(`
  mutation UpdateProfile($input: UpdateBusinessProfileInput!) {
    updateBusinessProfile(input: $input) {
      profile { ...ProfileDetails }
      errors { ...Problem reason values ... on MetaRefusedError { refusal { code } } }
    }
  }
`);
const AUDITED = graphql(`
  query AuditOfProfile { auditEntries(first: 1) { nodes { action details { name to } } } }
`);

const EDGE = '/whatsapp_business_profile';

describe('The business profile of a number', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());
  beforeEach(() => world.meta.world.presences.clear());

  const phoneNumberId = () => world.account.phoneNumber.id;
  const presence = () => world.meta.world.presenceOf(world.meta.phone);
  const read = async () => (await world.admin.send(READ, { id: phoneNumberId() })).businessProfile;
  const update = async (changes: Omit<UpdateBusinessProfileInput, 'phoneNumberId'>) =>
    (await world.admin.send(UPDATE, { input: { phoneNumberId: phoneNumberId(), ...changes } })).updateBusinessProfile;
  const upload = async (bytes: Buffer, type = 'image/png') => {
    const { status, body } = await world.files.upload(bytes, type, 'logo');
    expect(status).toBe(201);
    return body.id;
  };
  const posts = () => world.meta.requestsTo(EDGE).filter(({ method }) => method === 'POST');

  it('is empty at first, changes where it is told to, and is emptied by null', async () => {
    const nothing = { about: null, address: null, description: null, email: null, websites: [], vertical: null };
    expect(await read()).toEqual({ ...nothing, pictureUrl: null });
    const first = await update({
      about: 'We love plants',
      address: '1 Garden Lane\n12345 Berlin',
      email: 'hi@garden.example',
      websites: ['https://garden.example/', 'http://plants.example'],
      vertical: 'RETAIL',
    });
    expect(first).toMatchObject({
      errors: [],
      profile: {
        about: 'We love plants',
        address: '1 Garden Lane\n12345 Berlin',
        description: null,
        email: 'hi@garden.example',
        websites: ['https://garden.example/', 'http://plants.example'],
        vertical: 'RETAIL',
        pictureUrl: null,
      },
    });
    const second = await update({ description: 'Since 2001', address: null, email: null, websites: null });
    expect(second).toMatchObject({
      errors: [],
      profile: { about: 'We love plants', description: 'Since 2001', vertical: 'RETAIL' },
    });
    expect(await read()).toMatchObject({ address: null, email: null, websites: [] });
  });

  it('sends Meta what changes alone, and nothing where nothing changes', async () => {
    await update({ about: 'We love plants' });
    expect(must(posts().at(-1)).body).toEqual({ messaging_product: 'whatsapp', about: 'We love plants' });
    const before = posts().length;
    expect(await update({})).toMatchObject({ errors: [], profile: { about: 'We love plants' } });
    expect(posts()).toHaveLength(before);
  });

  it.each([
    ['a PNG', () => aPng(640), 'image/png'],
    ['a small JPEG', () => aJpeg(192), 'image/jpeg'],
    ['a JPEG that Meta scales down', () => aJpeg(4_000), 'image/jpeg'],
  ])('has a picture, uploaded here before: %s', async (_what, picture, type) => {
    const bytes = picture();
    const { profile, errors } = await update({ pictureMediaId: await upload(bytes, type) });
    expect(errors).toEqual([]);
    const shown = await fetch(must(must(profile).pictureUrl));
    expect(shown.headers.get('content-type')).toBe(type);
    expect(Buffer.from(await shown.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it.each([
    ['too small', aPng(191), 'image/png', 'TOO_SHORT', 'PROFILE_PICTURE_SMALL', { pixels: 192, width: 191 }],
    [
      'not square',
      aPng(640, 480),
      'image/png',
      'INVALID_INPUT',
      'PROFILE_PICTURE_NOT_SQUARE',
      { width: 640, height: 480 },
    ],
    ['a JPEG, not square', aJpeg(300, 301), 'image/jpeg', 'INVALID_INPUT', 'PROFILE_PICTURE_NOT_SQUARE', {}],
    ['cut off', aJpeg(640).subarray(0, 900), 'image/jpeg', 'INVALID_FORMAT', 'PROFILE_PICTURE_UNREADABLE', {}],
    ['no picture', aPdf('1.4'), 'application/pdf', 'INVALID_FORMAT', 'PROFILE_PICTURE_TYPE', {}],
  ])(
    'takes no picture that is %s, and says why without asking Meta',
    async (_what, bytes, type, code, reason, values) => {
      const pictureMediaId = await upload(bytes, type);
      const before = world.meta.countPosts();
      const { profile, errors } = await update({ about: 'New', pictureMediaId });
      expect(profile).toBeNull();
      expect(errors).toMatchObject([{ code, reason, values, path: ['pictureMediaId'] }]);
      expect(world.meta.countPosts()).toBe(before);
      expect(presence().profile.about).toBe('');
    },
  );

  it('takes no file that is not there, or not on its account', async () => {
    for (const pictureMediaId of [world.account.id, 'nonsense'])
      expect((await update({ pictureMediaId })).errors).toMatchObject([
        { code: 'NOT_FOUND', path: ['pictureMediaId'] },
      ]);
  });

  it.each<[string, Omit<UpdateBusinessProfileInput, 'phoneNumberId'>, string, string[]]>([
    ['about, too long', { about: 'a'.repeat(140) }, 'TOO_LONG', ['about']],
    ['about, empty', { about: '' }, 'REQUIRED', ['about']],
    ['about, taken away', { about: null }, 'REQUIRED', ['about']],
    ['address, too long', { address: 'a'.repeat(257) }, 'TOO_LONG', ['address']],
    ['description, too long', { description: 'a'.repeat(257) }, 'TOO_LONG', ['description']],
    ['email, too long', { email: `${'a'.repeat(120)}@garden.example` }, 'TOO_LONG', ['email']],
    ['email, none', { email: 'garden.example' }, 'INVALID_FORMAT', ['email']],
    ['three websites', { websites: ['https://a.de', 'https://b.de', 'https://c.de'] }, 'TOO_LONG', ['websites']],
    ['website without https', { websites: ['https://a.de', 'b.de'] }, 'INVALID_FORMAT', ['websites', '1']],
    ['website that runs', { websites: ['javascript:alert(1)'] }, 'INVALID_FORMAT', ['websites', '0']],
    ['website, too long', { websites: [`https://a.de/${'a'.repeat(250)}`] }, 'TOO_LONG', ['websites', '0']],
    ['vertical, taken away', { vertical: null }, 'REQUIRED', ['vertical']],
  ])('is not sent to Meta with what cannot be right: %s', async (_what, changes, code, path) => {
    const before = world.meta.world.requests.length;
    const { profile, errors } = await update(changes);
    expect(profile).toBeNull();
    expect(errors).toMatchObject([{ code, path }]);
    expect(world.meta.world.requests).toHaveLength(before);
  });

  it('takes what is as long as Meta allows', async () => {
    const website = `https://a.example/${'a'.repeat(238)}`;
    const changes = {
      about: '🌵'.repeat(60),
      address: 'a'.repeat(256),
      description: 'a'.repeat(256),
      websites: [website],
    };
    expect(await update(changes)).toMatchObject({ errors: [], profile: changes });
  });

  it('says what Meta refuses, and of which part where Meta names it', async () => {
    const bad = { email: 'hi@garden.x', about: 'We love plants' }; // has no top-level domain that Meta would take
    expect((await update(bad)).errors).toMatchObject([
      { code: 'META_REFUSED', path: ['email'], refusal: { code: 100 } },
    ]);
    expect(presence().profile.about).toBe('');
    world.meta.planError({ path: EDGE, code: 131000 });
    expect((await update({ address: 'Here' })).errors).toMatchObject([{ code: 'META_REFUSED', path: ['address'] }]);
    world.meta.planError({ path: EDGE, code: 131000 });
    expect((await update({ address: 'Here', about: 'Plants' })).errors).toMatchObject([
      { code: 'META_REFUSED', path: ['phoneNumberId'] },
    ]);
    world.meta.planError({ path: '/uploads', code: 131000 });
    const pictureMediaId = await upload(aPng(640));
    expect((await update({ pictureMediaId })).errors).toMatchObject([
      { code: 'META_REFUSED', path: ['pictureMediaId'] },
    ]);
  });

  it.each([
    ['refuses', { code: 131000 }, 'META_REFUSED'],
    ['is down', { kind: 'HTTP_500' as const }, 'META_UNREACHABLE'],
    ['does not answer', { kind: 'RESET_BEFORE' as const }, 'META_UNREACHABLE'],
  ])('does not keep a list from being shown when Meta %s', async (_how, error, code) => {
    world.meta.planError({ path: EDGE, ...error });
    const answer = await world.admin.request(READ_WITH_NUMBERS, { id: phoneNumberId() });
    expect(answer.data).toMatchObject({
      businessProfile: null,
      accounts: [{ phoneNumbers: [{ id: phoneNumberId() }] }],
    });
    const { extensions, path } = only(answer.errors);
    expect(path).toEqual(['businessProfile']);
    expect(valueAt(extensions, 'problems')).toMatchObject([{ code, path: ['phoneNumberId'] }]);
  });

  it('is read without a line of business that is not known here', async () => {
    presence().profile.vertical = 'NOT_A_BIZ';
    expect(await read()).toMatchObject({ vertical: null });
  });

  it('is for administrators, and its changes are in the audit trail', async () => {
    const manager = await world.people.add('MANAGER');
    const { errors } = await manager.client.request(READ, { id: phoneNumberId() });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const { updateBusinessProfile } = await world.admin.send(UPDATE, {
      input: { phoneNumberId: world.account.id, about: 'Elsewhere' },
    });
    expect(updateBusinessProfile.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['phoneNumberId'] }]);
    await update({ email: 'hi@garden.example', pictureMediaId: await upload(aPng(640)) });
    const { auditEntries } = await world.admin.send(AUDITED);
    expect(only(auditEntries.nodes)).toEqual({
      action: 'NUMBER_PROFILE_CHANGED',
      details: [
        { name: 'email', to: 'hi@garden.example' },
        { name: 'picture', to: 'logo' },
      ],
    });
  });

  (hasMetaOpenApi ? it : it.skip)(
    'is asked for as Meta’s OpenAPI file specifies, whose examples the simulator takes',
    async () => {
      const { bodyOf, expectValid } = metaOpenApi();
      const { schema, examples } = bodyOf(`/{Version}/{Phone-Number-ID}${EDGE}`);
      const sent = posts().map(({ body }) => body);
      expect(sent.length).toBeGreaterThan(5);
      expectValid('profile', schema, sent);
      const handle = String(valueAt(examples, 'complete_profile_update', 'value', 'profile_picture_handle'));
      const bytes = aJpeg(640);
      world.meta.world.uploads.set('upload:x', { appId: DEMO.appId, type: 'image/jpeg', length: 1, bytes, handle });
      for (const { value } of Object.values(examples)) {
        const answer = await fetch(`${world.meta.simulator.url}/v23.0/${DEMO.phoneNumberId}${EDGE}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${DEMO.accessToken}`, 'content-type': 'application/json' },
          body: JSON.stringify(value),
        });
        expect(await answer.json()).toEqual({ success: true });
      }
      expect(await read()).toMatchObject({ description: 'Updated business description', vertical: 'RESTAURANT' });
    },
  );
});
