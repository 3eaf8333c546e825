import { DEMO } from '../../src/simulator/world/demo-world.js';
import type { SimApp, SimPhone, SimToken, SimWaba } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import type { CheckOutcome, ConnectionCheckName } from '../generated/graphql.js';
import { first, must, only } from '../support/expectations.js';
import type { MetaDriver } from '../support/world/meta.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const TEST = graphql(`
  mutation TestConnectionInDetail($id: ID!) {
    testConnection(input: { accountId: $id }) {
      report { ok checks { name outcome message remedy refusal { code subcode } } } account { status } errors { code }
    }
  }
`);
const LEARNT = graphql(`
  query LearntByTesting($id: ID!) {
    account(id: $id) {
      token { kind missingScopes expiresAt }
      connection { ok testedAt }
      phoneNumbers { verifiedName displayPhoneNumber qualityRating throughput }
    }
  }
`);
const GIVE_TOKEN = graphql(`
  mutation GiveToken($id: ID!, $accessToken: String!) {
    updateAccount(input: { id: $id, accessToken: $accessToken }) { account { accessTokenHint } errors { code } }
  }
`);

interface Fault {
  what: string;
  breakIt: (meta: MetaDriver) => void;
  check: ConnectionCheckName;
  outcome?: Extract<CheckOutcome, 'FAILED' | 'WARNING'>;
  code?: number;
  subcode?: number;
  remedy: RegExp;
}

const token = ({ world }: MetaDriver): SimToken => must(world.tokens.get(DEMO.accessToken), 'the token');
const app = ({ world }: MetaDriver): SimApp => must(world.apps.get(DEMO.appId), 'the app');
const subscription = (meta: MetaDriver) => must(app(meta).subscription, 'the subscription of the app');
const account = ({ world }: MetaDriver): SimWaba => must(world.wabas.get(DEMO.whatsappAccountId), 'the account');

const FAULTS: Fault[] = [
  {
    what: 'an expired token',
    breakIt: (meta) => (token(meta).expiresAt = Date.now() - 1000),
    check: 'TOKEN_VALID',
    code: 190,
    subcode: 463,
    remedy: /Generate token/,
  },
  {
    what: 'a revoked token',
    breakIt: (meta) => (token(meta).isRevoked = true),
    check: 'TOKEN_VALID',
    code: 190,
    subcode: 467,
    remedy: /Generate token/,
  },
  {
    what: 'a temporary token',
    breakIt: (meta) => Object.assign(token(meta), { kind: 'USER', expiresAt: Date.now() + HOUR_MS }),
    check: 'TOKEN_PERMANENT',
    outcome: 'WARNING',
    remedy: /no expiry/,
  },
  {
    what: 'a missing scope',
    breakIt: (meta) => (token(meta).scopes = ['whatsapp_business_management']),
    check: 'TOKEN_SCOPES',
    remedy: /whatsapp_business_messaging/,
  },
  {
    what: 'the token of an employee system user',
    breakIt: (meta) => Object.assign(token(meta), { role: 'EMPLOYEE', wabaIds: null }),
    check: 'TOKEN_IS_ADMIN',
    code: 100,
    subcode: 33,
    remedy: /role Admin/,
  },
  {
    what: 'the token of another app',
    breakIt: (meta) => {
      meta.world.apps.set('999', { ...app(meta), id: '999' });
      token(meta).appId = '999';
    },
    check: 'APP_MATCHES',
    remedy: /this app/,
  },
  {
    what: 'a wrong app secret',
    breakIt: (meta) => (app(meta).secret = 'another'),
    check: 'APP_SECRET_MATCHES',
    code: 190,
    remedy: /App settings, Basic/,
  },
  {
    what: 'the account of somebody else',
    breakIt: (meta) => (token(meta).wabaIds = ['4711']),
    check: 'ACCOUNT_READABLE',
    code: 100,
    remedy: /account id/,
  },
  {
    what: 'the number of another account',
    breakIt: (meta) => (meta.phone.wabaId = '4711'),
    check: 'PHONE_NUMBER_IN_ACCOUNT',
    remedy: /WhatsApp Manager|Use one of/,
  },
  {
    what: 'a number that is not registered',
    breakIt: (meta) => (meta.phone.status = 'DISCONNECTED'),
    check: 'PHONE_NUMBER_CONNECTED',
    remedy: /register the number/,
  },
  {
    what: 'an app that is not subscribed',
    breakIt: (meta) => account(meta).subscribedAppIds.clear(),
    check: 'APP_SUBSCRIBED',
    remedy: /subscribeWebhooks/,
  },
  {
    what: 'a callback that points elsewhere',
    breakIt: (meta) => (subscription(meta).callbackUrl = 'https://elsewhere.example/hook'),
    check: 'CALLBACK_URL_IS_OURS',
    remedy: /subscribeWebhooks/,
  },
  {
    what: 'an override of the callback on the number',
    breakIt: (meta) => (meta.phone.overrideCallbackUrl = 'https://elsewhere.example/hook'),
    check: 'CALLBACK_URL_IS_OURS',
    remedy: /subscribeWebhooks/,
  },
  {
    what: 'fields that are not ticked',
    breakIt: (meta) => (subscription(meta).fields = ['messages']),
    check: 'WEBHOOK_FIELDS',
    remedy: /tick them/,
  },
  {
    what: 'an app that is not live',
    breakIt: (meta) => (app(meta).isLive = false),
    check: 'CAN_SEND',
    code: 141000,
    remedy: /Live/,
  },
  {
    what: 'a missing payment method',
    breakIt: (meta) => (account(meta).hasPayment = false),
    check: 'CAN_SEND',
    code: 141006,
    remedy: /payment method/,
  },
];

/** Those that must be ticked. */
const REQUIRED_FIELDS = [
  'messages',
  'message_template_status_update',
  'message_template_quality_update',
  'template_category_update',
  'account_update',
];

describe('testConnection', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  beforeEach(() => {
    const { meta } = world;
    change<SimToken>(token(meta), {
      appId: DEMO.appId,
      kind: 'SYSTEM_USER',
      role: 'ADMIN',
      scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
      expiresAt: null,
      isRevoked: false,
      wabaIds: [DEMO.whatsappAccountId],
    });
    const { fields } = subscription(meta);
    change<SimApp>(app(meta), {
      secret: DEMO.appSecret,
      isLive: true,
      subscription: {
        callbackUrl: `${world.url}/webhooks/whatsapp`,
        verifyToken: '',
        fields: fields.length > 1 ? fields : REQUIRED_FIELDS,
      },
    });
    change<SimWaba>(account(meta), {
      hasPayment: true,
      overrideCallbackUrl: null,
      subscribedAppIds: new Set([DEMO.appId]),
    });
    change<SimPhone>(meta.phone, { wabaId: DEMO.whatsappAccountId, status: 'CONNECTED', overrideCallbackUrl: null });
  });

  const testConnection = async () => {
    const { report, account: tested } = (await world.admin.send(TEST, { id: world.account.id })).testConnection;
    return { report: must(report, 'a report'), account: must(tested, 'the account') };
  };

  it('passes every check when nothing is wrong, and learns about the number', async () => {
    const { report, account: tested } = await testConnection();
    expect(report.checks.filter(({ outcome }) => outcome !== 'PASSED')).toEqual([]);
    expect(report.checks).not.toEqual([]);
    expect(report.ok).toBe(true);
    expect(tested.status).toBe('CONNECTED');
    const learnt = await world.admin.send(LEARNT, { id: world.account.id });
    expect(learnt.account).toMatchObject({
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
      breakIt(world.meta);
      const { report } = await testConnection();
      const found = report.checks.filter((one) => one.outcome === 'FAILED' || one.outcome === 'WARNING');
      const fault = only(found, 'fault');
      expect(fault).toMatchObject({ name: check, outcome, remedy: expect.stringMatching(remedy) });
      if (code !== undefined)
        expect(fault.refusal).toMatchObject({ code, ...(subcode === undefined ? {} : { subcode }) });
      expect(report.ok).toBe(outcome === 'WARNING');
    },
  );

  it('marks the account when the token is refused, and unmarks it when a new one works', async () => {
    token(world.meta).isRevoked = true;
    expect((await testConnection()).account.status).toBe('TOKEN_INVALID');
    world.meta.world.tokens.set('EAANew', { ...token(world.meta), value: 'EAANew', isRevoked: false });
    const { updateAccount } = await world.admin.send(GIVE_TOKEN, { id: world.account.id, accessToken: 'EAANew' });
    expect(updateAccount).toEqual({ account: { accessTokenHint: 'ANew' }, errors: [] });
    expect(await testConnection()).toMatchObject({ report: { ok: true }, account: { status: 'CONNECTED' } });
  });

  it('says that Meta does not answer, and does not blame the token', async () => {
    world.meta.planError({ path: '', times: 5, kind: 'RESET_BEFORE' });
    const { report, account: tested } = await testConnection();
    expect(first(report.checks)).toMatchObject({
      name: 'TOKEN_VALID',
      outcome: 'FAILED',
      message: 'Meta did not answer.',
    });
    expect(tested.status).not.toBe('TOKEN_INVALID');
  });
});

function change<T extends object>(thing: T, changes: Partial<T>): void {
  Object.assign(thing, changes);
}
