import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, only, valueAt } from '../support/expectations.js';
import { hasMetaOpenApi, metaOpenApi } from '../support/message-kinds/meta-openapi.js';
import { TestWorld } from '../support/world/test-world.js';

graphql(`
  fragment NumberAtMeta on PhoneNumberPayload {
    phoneNumber {
      status verifiedName codeVerification isPinSet isOfficial nameStatus standingReadAt
      requestedName requestedNameStatus requestedNameReason
      pinRefusals { refusedInARow heldUntil }
    }
    errors { ...Problem ... on RateLimitedError { retryAfterSeconds } ... on MetaRefusedError { refusal { code advice } } }
  }
`);
const REFRESH = graphql(`
  mutation RefreshNumber($input: PhoneNumberIdInput!) { refreshPhoneNumber(input: $input) { ...NumberAtMeta } }
`);
const REQUEST_CODE = graphql(`
  mutation RequestCode($input: RequestVerificationCodeInput!) {
    requestVerificationCode(input: $input) { ...NumberAtMeta }
  }
`);
const VERIFY = graphql(`
  mutation VerifyNumber($input: VerifyPhoneNumberInput!) { verifyPhoneNumber(input: $input) { ...NumberAtMeta } }
`);
const REGISTER = graphql(`
  mutation RegisterNumber($input: RegisterPhoneNumberInput!) { registerPhoneNumber(input: $input) { ...NumberAtMeta } }
`);
const DEREGISTER = graphql(`
  mutation DeregisterNumber($input: PhoneNumberIdInput!) { deregisterPhoneNumber(input: $input) { ...NumberAtMeta } }
`);
const SET_PIN = graphql(`
  mutation SetPin($input: SetTwoStepPinInput!) { setTwoStepPin(input: $input) { ...NumberAtMeta } }
`);
const REQUEST_NAME = graphql(`
  mutation RequestName($input: RequestDisplayNameInput!) { requestDisplayName(input: $input) { ...NumberAtMeta } }
`);
const AUDITED = graphql(`
  query AuditOfNumber { auditEntries(first: 100) { nodes { action details { name from to } } } }
`);
const NOTIFIED = graphql(`
  query NotifiedOfPins { notifications(first: 50) { nodes { body } } }
`);
const NUMBER = graphql(`
  query NumberStanding($id: ID!) {
    account(id: $id) { phoneNumbers { requestedName requestedNameStatus requestedNameReason } }
  }
`);

const MINUTE = 60_000;

describe('The registration of a number', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    Object.assign(life(), { pin: '246810', wrongPins: 0, pinHeldUntil: 0, isVerified: true, registeredAt: [] });
    world.meta.phone.status = 'CONNECTED';
  });

  const life = () => world.meta.world.lifeOf(world.meta.phone);
  const number = () => ({ phoneNumberId: world.account.phoneNumber.id });
  const register = async (pin: string) =>
    (await world.admin.send(REGISTER, { input: { ...number(), pin } })).registerPhoneNumber;
  const setPin = async (pin: string) =>
    (await world.admin.send(SET_PIN, { input: { ...number(), pin } })).setTwoStepPin;
  const asked = (edge: string) => {
    const path = `/${DEMO.phoneNumberId}${edge}`;
    return world.meta.world.requests.filter((request) => request.method === 'POST' && request.path.endsWith(path));
  };

  it('begins with a code by text message or call, which proves that the number is ours', async () => {
    Object.assign(life(), { isVerified: false, code: null });
    const requested = await world.admin.send(REQUEST_CODE, {
      input: { ...number(), method: 'VOICE', language: 'pt_BR' },
    });
    expect(requested.requestVerificationCode).toMatchObject({
      errors: [],
      phoneNumber: { codeVerification: 'NOT_VERIFIED' },
    });
    const code = must(life().code, 'the code that was told');
    const wrong = code === '000000' ? '000001' : '000000';
    const { verifyPhoneNumber: refused } = await world.admin.send(VERIFY, { input: { ...number(), code: wrong } });
    expect(refused.errors).toMatchObject([{ code: 'META_REFUSED', path: ['code'], refusal: { code: 136025 } }]);
    expect((await register('246810')).errors).toMatchObject([{ code: 'META_REFUSED', refusal: { code: 133006 } }]);
    const written = `${code.slice(0, 3)}-${code.slice(3)}`;
    const { verifyPhoneNumber: verified } = await world.admin.send(VERIFY, { input: { ...number(), code: written } });
    expect(verified).toMatchObject({ errors: [], phoneNumber: { codeVerification: 'VERIFIED' } });
    const again = await world.admin.send(REQUEST_CODE, { input: { ...number(), method: 'SMS' } });
    expect(again.requestVerificationCode.errors).toMatchObject([{ code: 'META_REFUSED', refusal: { code: 136024 } }]);
    expect(must(again.requestVerificationCode.errors[0], 'the refusal')).toHaveProperty('path', ['phoneNumberId']);
  });

  it('ends with deregistering, after which nothing is sent until it is registered again', async () => {
    const gone = await world.admin.send(DEREGISTER, { input: number() });
    expect(gone.deregisterPhoneNumber).toMatchObject({ errors: [], phoneNumber: { status: 'DISCONNECTED' } });
    const { conversation } = await world.customers.startsConversation();
    const { id } = await world.inbox.send(conversation.id, { text: { body: 'Are you there?' } });
    const waits = async () =>
      only(await world.database.query<{ status: string }>('SELECT status FROM messages WHERE id = $1', [id]));
    await eventually(
      () => world.database.query('SELECT FROM business_phone_numbers WHERE sending_pause_code = 133010'),
      (rows) => rows.length === 1,
    );
    await eventually(waits, ({ status }) => status === 'QUEUED');
    expect(await register('246810')).toMatchObject({
      errors: [],
      phoneNumber: { status: 'CONNECTED', isPinSet: true },
    });
    await eventually(waits, ({ status }) => ['SENT', 'DELIVERED', 'READ'].includes(status));
  });

  it('tells of a wrong PIN, tells administrators of the third, and tries none while Meta takes none', async () => {
    for (const count of [1, 2, 3]) {
      const { errors } = await register('000000');
      expect(errors).toMatchObject([{ code: 'META_REFUSED', path: ['pin'], refusal: { code: 133005 } }]);
      expect(valueAt(errors[0], 'refusal', 'advice')).toMatch(/PIN of the number is wrong/);
      const { notifications } = await world.admin.send(NOTIFIED);
      const told = notifications.nodes.filter(({ body }) => body?.includes('two-step PIN'));
      expect(told).toHaveLength(count < 3 ? 0 : 1);
    }
    const fourth = await register('246810');
    expect(fourth.errors).toMatchObject([{ code: 'META_REFUSED', path: ['pin'], refusal: { code: 133008 } }]);
    const before = asked('/register').length;
    const fifth = await register('246810');
    expect(fifth.errors).toMatchObject([{ code: 'RATE_LIMITED', path: ['pin'] }]);
    const seconds = Number(valueAt(fifth.errors[0], 'retryAfterSeconds'));
    expect(seconds).toBeGreaterThan(3_500);
    expect(seconds).toBeLessThanOrEqual(3_600);
    expect(asked('/register')).toHaveLength(before);
    const { refreshPhoneNumber } = await world.admin.send(REFRESH, { input: number() });
    expect(refreshPhoneNumber.phoneNumber?.pinRefusals).toMatchObject({ refusedInARow: 4 });
    await world.later(61 * MINUTE);
    expect(await register('246810')).toMatchObject({ errors: [], phoneNumber: { pinRefusals: null } });
  });

  it('goes on at once with another PIN', async () => {
    for (let tries = 0; tries < 4; tries += 1) await register('000000');
    expect((await register('246810')).errors).toMatchObject([{ code: 'RATE_LIMITED' }]);
    expect(await setPin('135791')).toMatchObject({ errors: [], phoneNumber: { isPinSet: true, pinRefusals: null } });
    expect(life().pin).toBe('135791');
    expect((await register('135791')).errors).toEqual([]);
  });

  it('is refused by Meta after ten in 72 hours', async () => {
    for (let tries = 0; tries < 10; tries += 1) expect((await register('246810')).errors).toEqual([]);
    const { errors } = await register('246810');
    expect(errors).toMatchObject([{ code: 'META_REFUSED', path: ['phoneNumberId'], refusal: { code: 133016 } }]);
    expect(valueAt(errors[0], 'refusal', 'advice')).toMatch(/72 hours/);
  });

  it('does not ask Meta for what cannot be right', async () => {
    const before = world.meta.world.requests.length;
    expect((await register('12345')).errors).toMatchObject([{ code: 'INVALID_FORMAT', path: ['pin'] }]);
    expect((await setPin('abcdef')).errors).toMatchObject([{ code: 'INVALID_FORMAT', path: ['pin'] }]);
    const { verifyPhoneNumber } = await world.admin.send(VERIFY, { input: { ...number(), code: '12-345' } });
    expect(verifyPhoneNumber.errors).toMatchObject([{ code: 'INVALID_FORMAT', path: ['code'] }]);
    const { requestVerificationCode } = await world.admin.send(REQUEST_CODE, {
      input: { ...number(), method: 'SMS', language: 'en' },
    });
    expect(requestVerificationCode.errors).toMatchObject([{ code: 'INVALID_FORMAT', path: ['language'] }]);
    const { requestDisplayName } = await world.admin.send(REQUEST_NAME, { input: { ...number(), displayName: 'X' } });
    expect(requestDisplayName.errors).toMatchObject([{ code: 'TOO_SHORT', path: ['displayName'] }]);
    expect(world.meta.world.requests).toHaveLength(before);
  });

  it('shows a display name from its request to its approval, and why one was rejected', async () => {
    const ask = async (displayName: string) =>
      (await world.admin.send(REQUEST_NAME, { input: { ...number(), displayName } })).requestDisplayName;
    const decide = (decision: string, reason?: string) =>
      fetch(`${world.meta.simulator.url}/sim/numbers/${DEMO.phoneNumberId}/name`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ decision, reason }),
      });
    const standing = async () =>
      only(must((await world.admin.send(NUMBER, { id: world.account.id })).account).phoneNumbers);
    expect(await ask('Lucky Garden of Jim')).toMatchObject({
      errors: [],
      phoneNumber: {
        requestedName: 'Lucky Garden of Jim',
        requestedNameStatus: 'PENDING_REVIEW',
        nameStatus: 'APPROVED',
      },
    });
    expect((await ask('Another')).errors).toMatchObject([{ code: 'META_REFUSED', path: ['displayName'] }]);
    await decide('REJECTED', 'NAME_EMPLOYEE_ISSUE');
    await eventually(standing, ({ requestedNameReason }) => requestedNameReason === 'NAME_EMPLOYEE_ISSUE');
    expect((await standing()).requestedNameStatus).toBe('DECLINED');
    expect(await ask('Lucky Garden Ltd')).toMatchObject({
      phoneNumber: { requestedNameStatus: 'PENDING_REVIEW', requestedNameReason: null },
    });
    await decide('APPROVED');
    await eventually(standing, ({ requestedNameStatus }) => requestedNameStatus === 'APPROVED');
    expect(await register('246810')).toMatchObject({
      phoneNumber: { verifiedName: 'Lucky Garden Ltd', requestedName: null },
    });
  });

  it('is in the audit trail, and neither PIN nor code is anywhere in the database', async () => {
    const { auditEntries } = await world.admin.send(AUDITED);
    const actions = auditEntries.nodes.map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining([
        'NUMBER_CODE_REQUESTED',
        'NUMBER_VERIFIED',
        'NUMBER_REGISTERED',
        'NUMBER_DEREGISTERED',
        'NUMBER_PIN_SET',
        'NUMBER_PIN_REFUSED',
        'NUMBER_NAME_REQUESTED',
      ]),
    );
    for (const table of [
      'audit_entries',
      'history_entries',
      'pin_refusals',
      'business_phone_numbers',
      'notifications',
      'events',
    ])
      for (const secret of ['246810', '135791'])
        expect([table, await world.countRows(`${table} AS row WHERE row::text LIKE '%${secret}%'`)]).toEqual([
          table,
          0,
        ]);
  });

  (hasMetaOpenApi ? it : it.skip)('asks Meta as its OpenAPI file specifies', () => {
    const { bodyOf, expectValid } = metaOpenApi();
    const phone = '/{Version}/{Phone-Number-ID}';
    for (const edge of ['/request_code', '/verify_code', '/register', '']) {
      const bodies = asked(edge).map(({ body }) => body);
      expect([edge, bodies.length > 0]).toEqual([edge, true]);
      expectValid(edge, bodyOf(`${phone}${edge}`).schema, bodies);
    }
  });
});
