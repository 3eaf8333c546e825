/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { DEMO } from '../../src/simulator/demo-world.js';
import { connectAccount, startTestApp, type ConnectedAccount, type TestApp } from '../support/legacy/test-app.js';

const TEST = `mutation ($id: ID!) { testConnection(input: { accountId: $id }) {
  report { ok checks { name outcome message remedy refusal { code subcode } } } account { status } errors { code } } }`;

interface Fault {
  what: string;
  breakIt: (test: TestApp) => void;
  check: string;
  outcome?: 'FAILED' | 'WARNING';
  code?: number;
  subcode?: number;
  remedy: RegExp;
}

const token = (test: TestApp) => test.simulator.world.tokens.get(DEMO.accessToken)!;
const app = (test: TestApp) => test.simulator.world.apps.get(DEMO.appId)!;
const waba = (test: TestApp) => test.simulator.world.wabas.get(DEMO.whatsappAccountId)!;
const phone = (test: TestApp) => test.simulator.world.phones.get(DEMO.phoneNumberId)!;

const FAULTS: Fault[] = [
  {
    what: 'an expired token',
    breakIt: (test) => (token(test).expiresAt = Date.now() - 1000),
    check: 'TOKEN_VALID',
    code: 190,
    subcode: 463,
    remedy: /Generate token/,
  },
  {
    what: 'a revoked token',
    breakIt: (test) => (token(test).isRevoked = true),
    check: 'TOKEN_VALID',
    code: 190,
    subcode: 467,
    remedy: /Generate token/,
  },
  {
    what: 'a temporary token',
    breakIt: (test) => Object.assign(token(test), { kind: 'USER', expiresAt: Date.now() + 3_600_000 }),
    check: 'TOKEN_PERMANENT',
    outcome: 'WARNING',
    remedy: /no expiry/,
  },
  {
    what: 'a missing scope',
    breakIt: (test) => (token(test).scopes = ['whatsapp_business_management']),
    check: 'TOKEN_SCOPES',
    remedy: /whatsapp_business_messaging/,
  },
  {
    what: 'the token of an employee system user',
    breakIt: (test) => Object.assign(token(test), { role: 'EMPLOYEE', wabaIds: null }),
    check: 'TOKEN_IS_ADMIN',
    code: 100,
    subcode: 33,
    remedy: /role Admin/,
  },
  {
    what: 'the token of another app',
    breakIt: (test) => {
      test.simulator.world.apps.set('999', { ...app(test), id: '999' });
      token(test).appId = '999';
    },
    check: 'APP_MATCHES',
    remedy: /this app/,
  },
  {
    what: 'a wrong app secret',
    breakIt: (test) => (app(test).secret = 'another'),
    check: 'APP_SECRET_MATCHES',
    code: 190,
    remedy: /App settings, Basic/,
  },
  {
    what: 'the account of somebody else',
    breakIt: (test) => (token(test).wabaIds = ['4711']),
    check: 'ACCOUNT_READABLE',
    code: 100,
    remedy: /account id/,
  },
  {
    what: 'the number of another account',
    breakIt: (test) => (phone(test).wabaId = '4711'),
    check: 'PHONE_NUMBER_IN_ACCOUNT',
    remedy: /WhatsApp Manager|Use one of/,
  },
  {
    what: 'a number that is not registered',
    breakIt: (test) => (phone(test).status = 'DISCONNECTED'),
    check: 'PHONE_NUMBER_CONNECTED',
    remedy: /register the number/,
  },
  {
    what: 'an app that is not subscribed',
    breakIt: (test) => waba(test).subscribedAppIds.clear(),
    check: 'APP_SUBSCRIBED',
    remedy: /subscribeWebhooks/,
  },
  {
    what: 'a callback that points elsewhere',
    breakIt: (test) => (app(test).subscription!.callbackUrl = 'https://elsewhere.example/hook'),
    check: 'CALLBACK_URL_IS_OURS',
    remedy: /subscribeWebhooks/,
  },
  {
    what: 'an override of the callback on the number',
    breakIt: (test) => (phone(test).overrideCallbackUrl = 'https://elsewhere.example/hook'),
    check: 'CALLBACK_URL_IS_OURS',
    remedy: /subscribeWebhooks/,
  },
  {
    what: 'fields that are not ticked',
    breakIt: (test) => (app(test).subscription!.fields = ['messages']),
    check: 'WEBHOOK_FIELDS',
    remedy: /tick them/,
  },
  {
    what: 'an app that is not live',
    breakIt: (test) => (app(test).isLive = false),
    check: 'CAN_SEND',
    code: 141000,
    remedy: /Live/,
  },
  {
    what: 'a missing payment method',
    breakIt: (test) => (waba(test).hasPayment = false),
    check: 'CAN_SEND',
    code: 141006,
    remedy: /payment method/,
  },
];

describe('testConnection', () => {
  let test: TestApp;
  let account: ConnectedAccount;

  beforeAll(async () => {
    test = await startTestApp();
    account = await connectAccount(test);
  });

  afterAll(() => test.close());

  beforeEach(() => {
    const callbackUrl = `${test.url}/webhooks/whatsapp`;
    const fields = app(test).subscription!.fields.length > 1 ? app(test).subscription!.fields : ALL_FIELDS;
    Object.assign(token(test), {
      appId: DEMO.appId,
      kind: 'SYSTEM_USER',
      role: 'ADMIN',
      expiresAt: null,
      isRevoked: false,
      wabaIds: [DEMO.whatsappAccountId],
    });
    token(test).scopes = ['whatsapp_business_messaging', 'whatsapp_business_management'];
    Object.assign(app(test), {
      secret: DEMO.appSecret,
      isLive: true,
      subscription: { callbackUrl, verifyToken: '', fields },
    });
    Object.assign(waba(test), { hasPayment: true, overrideCallbackUrl: null, subscribedAppIds: new Set([DEMO.appId]) });
    Object.assign(phone(test), { wabaId: DEMO.whatsappAccountId, status: 'CONNECTED', overrideCallbackUrl: null });
  });

  it('passes every check when nothing is wrong, and learns about the number', async () => {
    const { testConnection } = await test.admin.send(TEST, { id: account.id });
    expect(testConnection.report.checks.filter((check: { outcome: string }) => check.outcome !== 'PASSED')).toEqual([]);
    expect(testConnection).toMatchObject({ report: { ok: true }, account: { status: 'CONNECTED' } });
    const known = await test.admin.send(
      'query ($id: ID!) { account(id: $id) { token { kind missingScopes expiresAt } connection { ok testedAt } phoneNumbers { verifiedName displayPhoneNumber qualityRating throughput } } }',
      { id: account.id },
    );
    expect(known.account).toMatchObject({
      token: { kind: 'SYSTEM_USER', missingScopes: [], expiresAt: null },
      connection: { ok: true },
      phoneNumbers: [
        { verifiedName: 'Lucky Garden', displayPhoneNumber: '+15550783881', qualityRating: 'GREEN', throughput: 80 },
      ],
    });
  });

  it.each(FAULTS)(
    'tells $what from every other fault',
    async ({ breakIt, check, outcome = 'FAILED', code, subcode, remedy }) => {
      breakIt(test);
      const { testConnection } = await test.admin.send(TEST, { id: account.id });
      const found = testConnection.report.checks.filter(
        (one: { outcome: string }) => one.outcome === 'FAILED' || one.outcome === 'WARNING',
      );
      expect(found[0]).toMatchObject({ name: check, outcome, remedy: expect.stringMatching(remedy) });
      if (code !== undefined)
        expect(found[0].refusal).toMatchObject({ code, ...(subcode === undefined ? {} : { subcode }) });
      expect(found).toHaveLength(1);
      expect(testConnection.report.ok).toBe(outcome === 'WARNING');
    },
  );

  it('marks the account when the token is refused, and unmarks it when a new one works', async () => {
    token(test).isRevoked = true;
    const broken = await test.admin.send(TEST, { id: account.id });
    expect(broken.testConnection.account.status).toBe('TOKEN_INVALID');
    test.simulator.world.tokens.set('EAANew', { ...token(test), value: 'EAANew', isRevoked: false });
    const updated = await test.admin.send(
      'mutation ($id: ID!) { updateAccount(input: { id: $id, accessToken: "EAANew" }) { account { accessTokenHint } errors { code } } }',
      { id: account.id },
    );
    expect(updated.updateAccount).toEqual({ account: { accessTokenHint: 'ANew' }, errors: [] });
    const mended = await test.admin.send(TEST, { id: account.id });
    expect(mended.testConnection).toMatchObject({ report: { ok: true }, account: { status: 'CONNECTED' } });
  });

  it('says that Meta does not answer, and does not blame the token', async () => {
    for (let call = 0; call < 5; call += 1)
      test.simulator.world.plannedErrors.push({ path: '', times: 1, kind: 'RESET_BEFORE', code: 0 });
    const { testConnection } = await test.admin.send(TEST, { id: account.id });
    expect(testConnection.report.checks[0]).toMatchObject({
      name: 'TOKEN_VALID',
      outcome: 'FAILED',
      message: 'Meta did not answer.',
    });
    expect(testConnection.account.status).not.toBe('TOKEN_INVALID');
  });
});

const ALL_FIELDS = [
  'messages',
  'message_template_status_update',
  'message_template_quality_update',
  'template_category_update',
  'account_update',
];
