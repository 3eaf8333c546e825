import { DEMO } from '../../src/simulator/world/demo-world.js';
import type { SimApp, SimPhone, SimToken, SimWaba, SimWorld } from '../../src/simulator/world/world.js';

/** A step of docs/meta-setup.md: what it is for, and everything that can be wrong after it. */
export interface Step {
  /** Id of its heading. */
  place: string;
  title: string;
  /** Rows of the feature list that it covers. */
  covers: string[];
  faults: Fault[];
}

/** Something that is not as it should be at Meta, and where Parley tells it. */
export interface Fault {
  what: string;
  breakIt: (meta: SimWorld) => void;
  /** A check of testConnection that is then not PASSED; or the code with which Meta refuses a message; or a template. */
  shows: { check: string } | { messageRefusedWith: number } | { templateRefusedWith: number };
}

const DAY_MS = 86_400_000;
const OTHER = '4711';
/** Where nothing of ours listens. */
const ELSEWHERE = 'https://elsewhere.example.com/hook';

/** The steps in the order of the page. Where Meta's API shows nothing, there is no fault to switch on. */
export const STEPS: Step[] = [
  { place: '1-a-meta-business-account', title: 'A Meta business account', covers: ['S-020', 'S-021'], faults: [] },
  { place: '2-a-developer-account', title: 'A developer account', covers: ['S-022', 'S-023'], faults: [] },
  {
    place: '3-an-app-of-type-business',
    title: 'An app of type Business',
    covers: ['S-024', 'S-025', 'S-026'],
    faults: [
      {
        what: 'the app secret is that of another app',
        breakIt: changeApp({ secret: 'another' }),
        shows: { check: 'APP_SECRET_MATCHES' },
      },
    ],
  },
  {
    place: '4-the-whatsapp-product',
    title: 'The WhatsApp product',
    covers: ['S-027', 'S-028', 'S-029'],
    faults: [
      {
        what: 'the account id is that of another account',
        breakIt: changeToken({ wabaIds: [OTHER] }),
        shows: { check: 'ACCOUNT_READABLE' },
      },
    ],
  },
  {
    place: '5-recipients-of-the-test-number',
    title: 'Recipients of the test number',
    covers: ['S-030'],
    faults: [
      {
        what: 'the recipient is not in the list',
        breakIt: refuseMessage(131030),
        shows: { messageRefusedWith: 131030 },
      },
    ],
  },
  {
    place: '6-a-message-from-the-terminal',
    title: 'A message from the terminal',
    covers: ['S-031', 'S-101'],
    faults: [
      {
        what: 'the token has expired',
        breakIt: changeToken({ expiresAt: Date.now() - DAY_MS }),
        shows: { check: 'TOKEN_VALID' },
      },
      {
        what: 'the token has been revoked',
        breakIt: changeToken({ isRevoked: true }),
        shows: { check: 'TOKEN_VALID' },
      },
      {
        what: 'the token was made for another app',
        breakIt: (meta) => {
          meta.apps.set(OTHER, { ...app(meta), id: OTHER });
          token(meta).appId = OTHER;
        },
        shows: { check: 'APP_MATCHES' },
      },
    ],
  },
  {
    place: '7-the-webhook',
    title: 'The webhook',
    covers: ['S-056', 'S-058'],
    faults: [
      {
        what: 'the app is not subscribed to the account',
        breakIt: (meta) => account(meta).subscribedAppIds.clear(),
        shows: { check: 'APP_SUBSCRIBED' },
      },
      {
        what: 'webhooks go to another system',
        breakIt: (meta) => subscribe(meta, { callbackUrl: ELSEWHERE }),
        shows: { check: 'CALLBACK_URL_IS_OURS' },
      },
      {
        what: 'only one field is ticked',
        breakIt: (meta) => subscribe(meta, { fields: ['messages'] }),
        shows: { check: 'WEBHOOK_FIELDS' },
      },
    ],
  },
  {
    place: '8-your-own-number',
    title: 'Your own number',
    covers: ['S-032', 'S-033', 'S-034', 'S-035'],
    faults: [
      {
        what: 'the number belongs to another account',
        breakIt: changePhone({ wabaId: OTHER }),
        shows: { check: 'PHONE_NUMBER_IN_ACCOUNT' },
      },
      {
        what: 'the number is not registered',
        breakIt: changePhone({ status: 'PENDING' }),
        shows: { check: 'PHONE_NUMBER_CONNECTED' },
      },
      {
        what: 'the display name is not approved',
        breakIt: refuseMessage(131037),
        shows: { messageRefusedWith: 131037 },
      },
    ],
  },
  {
    place: '9-a-payment-method',
    title: 'A payment method',
    covers: ['S-036'],
    faults: [
      { what: 'there is none', breakIt: changeAccount({ hasPayment: false }), shows: { check: 'CAN_SEND' } },
      {
        what: 'there is none, and a message is sent',
        breakIt: changeAccount({ hasPayment: false }),
        shows: { messageRefusedWith: 131042 },
      },
    ],
  },
  {
    place: '10-a-permanent-token',
    title: 'A permanent token',
    covers: ['S-037', 'S-038', 'S-039', 'S-102'],
    faults: [
      {
        what: 'it is the temporary one of API Setup',
        breakIt: changeToken({ kind: 'USER', expiresAt: Date.now() + DAY_MS }),
        shows: { check: 'TOKEN_PERMANENT' },
      },
      {
        what: 'it expires in 60 days',
        breakIt: changeToken({ expiresAt: Date.now() + 60 * DAY_MS }),
        shows: { check: 'TOKEN_PERMANENT' },
      },
      {
        what: 'a permission is missing',
        breakIt: changeToken({ scopes: ['whatsapp_business_management'] }),
        shows: { check: 'TOKEN_SCOPES' },
      },
      {
        what: 'its system user is an employee',
        breakIt: changeToken({ role: 'EMPLOYEE', wabaIds: null }),
        shows: { check: 'TOKEN_IS_ADMIN' },
      },
    ],
  },
  {
    place: '11-the-app-goes-live',
    title: 'The app goes live',
    covers: ['S-040', 'S-041', 'S-042', 'S-103'],
    faults: [
      { what: 'the app is in development', breakIt: changeApp({ isLive: false }), shows: { check: 'CAN_SEND' } },
    ],
  },
  {
    place: '12-the-first-real-message',
    title: 'The first real message',
    covers: ['S-100'],
    faults: [
      {
        what: 'Meta has a template of this name already',
        breakIt: () => undefined,
        shows: { templateRefusedWith: 100 },
      },
    ],
  },
  {
    place: '13-verification-of-the-business',
    title: 'Verification of the business',
    covers: ['S-043', 'S-104'],
    faults: [
      {
        what: 'the business is not verified',
        breakIt: changeAccount({ isBusinessVerified: false }),
        shows: { check: 'CAN_SEND' },
      },
    ],
  },
  {
    place: '14-marketing-by-the-marketing-messages-api-if-you-like',
    title: 'Marketing by the Marketing Messages API',
    covers: [],
    faults: [
      {
        what: 'Meta takes marketing by it alone, and it is off here',
        breakIt: changeAccount({ marketing: { status: 'ONBOARDED', isRequired: true } }),
        shows: { check: 'MARKETING_MESSAGES' },
      },
    ],
  },
];

function token(meta: SimWorld): SimToken {
  return entry(meta.tokens, DEMO.accessToken);
}

function app(meta: SimWorld): SimApp {
  return entry(meta.apps, DEMO.appId);
}

function account(meta: SimWorld): SimWaba {
  return entry(meta.wabas, DEMO.whatsappAccountId);
}

function changeToken(changes: Partial<SimToken>): Fault['breakIt'] {
  return (meta) => void Object.assign(token(meta), changes);
}

function changeApp(changes: Partial<SimApp>): Fault['breakIt'] {
  return (meta) => void Object.assign(app(meta), changes);
}

function changeAccount(changes: Partial<SimWaba>): Fault['breakIt'] {
  return (meta) => void Object.assign(account(meta), changes);
}

function changePhone(changes: Partial<SimPhone>): Fault['breakIt'] {
  return (meta) => void Object.assign(entry(meta.phones, DEMO.phoneNumberId), changes);
}

function subscribe(meta: SimWorld, changes: Partial<NonNullable<SimApp['subscription']>>): void {
  const { subscription } = app(meta);
  if (subscription === null) throw new Error('The app has no subscription.');
  app(meta).subscription = { ...subscription, ...changes };
}

function refuseMessage(code: number): Fault['breakIt'] {
  return (meta) => void meta.plannedErrors.push({ path: '/messages', times: 1, kind: 'CODE', code });
}

function entry<T>(entries: Map<string, T>, id: string): T {
  const found = entries.get(id);
  if (found === undefined) throw new Error(`The simulated Meta has no ${id}.`);
  return found;
}
