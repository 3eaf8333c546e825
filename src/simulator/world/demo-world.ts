import type { SimWorld } from './world.js';

/** What the demo's account at the simulated Meta is called; not secret, for it opens nothing. */
export const DEMO = {
  appId: '634974688087057',
  appSecret: 'simulated-app-secret',
  accessToken: 'EAASimulatedSystemUserToken',
  whatsappAccountId: '102290129340398',
  phoneNumberId: '106540352242922',
  displayPhoneNumber: '+1 555-078-3881',
  catalogId: '194836987003835',
  flowId: '1210935207654321',
  draftFlowId: '1210935207654322',
} as const;

/** One app, one account with one number, and some customers. */
export function populateDemoWorld(world: SimWorld): void {
  world.apps.set(DEMO.appId, {
    id: DEMO.appId,
    name: 'Lucky Garden',
    secret: DEMO.appSecret,
    isLive: true,
    subscription: null,
  });
  world.tokens.set(DEMO.accessToken, {
    value: DEMO.accessToken,
    appId: DEMO.appId,
    kind: 'SYSTEM_USER',
    role: 'ADMIN',
    scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
    expiresAt: null,
    isRevoked: false,
    wabaIds: [DEMO.whatsappAccountId],
  });
  world.wabas.set(DEMO.whatsappAccountId, {
    id: DEMO.whatsappAccountId,
    name: 'Lucky Garden',
    subscribedAppIds: new Set(),
    overrideCallbackUrl: null,
    hasPayment: true,
    catalog: { id: DEMO.catalogId, productIds: ['aloe', 'cactus', 'fern', 'monstera', 'palm'] },
    flows: [
      { id: DEMO.flowId, name: 'book_a_visit', status: 'PUBLISHED', screens: ['DAY', 'CONTACT'] },
      { id: DEMO.draftFlowId, name: 'garden_quiz', status: 'DRAFT', screens: ['QUESTIONS'] },
    ],
    paymentConfigurations: ['garden-payments'],
  });
  world.phones.set(DEMO.phoneNumberId, {
    id: DEMO.phoneNumberId,
    wabaId: DEMO.whatsappAccountId,
    displayPhoneNumber: DEMO.displayPhoneNumber,
    verifiedName: 'Lucky Garden',
    status: 'CONNECTED',
    qualityRating: 'GREEN',
    throughput: 'STANDARD',
    overrideCallbackUrl: null,
    hasCalling: true,
  });
  const people = [
    ['16505551234', 'Zoë Nelson'],
    ['5511987654321', 'João Silva'],
    ['4915112345678', 'Mia Schröder'],
  ] as const;
  for (const [waId, name] of people) world.ensureCustomer(waId, name);
}
