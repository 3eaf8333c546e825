import type { SimState } from '../control-api.js';
import { faultsOn } from '../faults/fault-switches.js';
import type { SimParts } from '../parts.js';
import type { SimWorld } from './world.js';

const MESSAGES = 500;
const FILES = 500;
const WEBHOOKS = 100;
/** Meta takes the indicator away by itself, or with the next message. */
const TYPING_LASTS_MS = 25_000;

/** What the simulated Meta knows, but for secrets: SimState, and the apps and accounts. */
export function stateOf({ world, webhooks }: SimParts): SimState & { apps: object[]; wabas: object[] } {
  return {
    now: world.now(),
    settings: world.settings,
    phones: [...world.phones.values()],
    customers: world.customers,
    messages: world.messages.slice(-MESSAGES),
    templates: [...world.templates.values()],
    typing: typingIn(world),
    blocks: [...world.blocks.keys()].map(pairOf),
    faults: faultsOn(world),
    webhooks: webhooks.log.latest(WEBHOOKS),
    files: [...world.media.values()]
      .slice(-FILES)
      .map(({ id, mimeType, bytes }) => ({ id, mimeType, size: bytes.length })),
    apps: [...world.apps.values()].map(({ secret: _secret, ...app }) => app),
    wabas: [...world.wabas.values()].map((waba) => ({ ...waba, subscribedAppIds: [...waba.subscribedAppIds] })),
  };
}

function typingIn(world: SimWorld): SimState['typing'] {
  const now = world.now();
  return [...world.typingSince]
    .map(([key, since]) => ({ ...pairOf(key), since, until: since + TYPING_LASTS_MS }))
    .filter(({ until }) => until > now)
    .filter(
      ({ phoneId, customerUserId, since }) =>
        !world.messages.some(
          (message) =>
            message.direction === 'OUT' &&
            message.at >= since &&
            message.phoneId === phoneId &&
            message.customerUserId === customerUserId,
        ),
    )
    .map(({ phoneId, customerUserId, until }) => ({ phoneId, customerUserId, until }));
}

/** Of a key `<phone> <customer>`. */
function pairOf(key: string): { phoneId: string; customerUserId: string } {
  const [phoneId = '', customerUserId = ''] = key.split(' ');
  return { phoneId, customerUserId };
}
