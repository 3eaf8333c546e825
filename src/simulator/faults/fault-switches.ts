import { DEFAULT_SETTINGS, type PlannedError, type SimWorld } from '../world/world.js';
import { FAULTS, type FaultName, type FaultOn, type FaultSwitch } from '../control-api.js';

interface Switch {
  /** What is on of it: nothing, itself, or each planned error. */
  on(world: SimWorld): Omit<FaultOn, 'fault'>[];
  turn(world: SimWorld, isOn: boolean, options: FaultSwitch): void;
}

const USUAL_LATENCY_MS = 2_000;
const USUAL_CODE = 131000;
const when = (isOn: boolean): Omit<FaultOn, 'fault'>[] => (isOn ? [{}] : []);

/** Every fault that has a name: how one sees that it is on, and how it is switched. */
const SWITCHES: Record<FaultName, Switch> = {
  CODE: planned('CODE'),
  HTTP_500: planned('HTTP_500'),
  RESET_BEFORE: planned('RESET_BEFORE'),
  RESET_AFTER: planned('RESET_AFTER'),
  LATENCY: {
    on: ({ settings: { latencyMs } }) => (latencyMs > 0 ? [{ milliseconds: latencyMs }] : []),
    turn: ({ settings }, isOn, { milliseconds = USUAL_LATENCY_MS }) => {
      settings.latencyMs = isOn ? milliseconds : 0;
    },
  },
  QUOTA_USED_UP: setting('managementCallsAnHour', 0),
  TEMPLATES_HELD: setting('holdTemplates', true),
  STATUSES_MISSING: {
    on: ({ settings: { sentAfterMs, deliveredAfterMs } }) => when(sentAfterMs === null && deliveredAfterMs === null),
    turn: ({ settings }, isOn) => {
      settings.sentAfterMs = isOn ? null : DEFAULT_SETTINGS.sentAfterMs;
      settings.deliveredAfterMs = isOn ? null : DEFAULT_SETTINGS.deliveredAfterMs;
    },
  },
  WEBHOOKS_TWICE: {
    on: ({ settings: { duplicateWebhooks } }) => when(duplicateWebhooks > 0),
    turn: ({ settings }, isOn) => {
      settings.duplicateWebhooks = isOn ? 1 : 0;
    },
  },
  WEBHOOKS_SHUFFLED: setting('shuffleWebhooks', true),
  WEBHOOKS_TRIED_ONCE: setting('webhookAttempts', 1),
  TOKEN_EXPIRED: {
    on: (world) =>
      when([...world.tokens.values()].some(({ expiresAt }) => expiresAt !== null && expiresAt <= world.now())),
    turn: (world, isOn) => {
      for (const token of world.tokens.values()) token.expiresAt = isOn ? world.now() - 1 : null;
    },
  },
  TOKEN_REVOKED: each('tokens', 'isRevoked', true, false),
  APP_NOT_LIVE: each('apps', 'isLive', false, true),
  PAYMENT_MISSING: each('wabas', 'hasPayment', false, true),
  BUSINESS_UNVERIFIED: each('wabas', 'isBusinessVerified', false, true),
  NUMBER_DISCONNECTED: each('phones', 'status', 'DISCONNECTED', 'CONNECTED'),
};

/** Those that are on, in the order of FAULTS. */
export function faultsOn(world: SimWorld): FaultOn[] {
  return FAULTS.flatMap((fault) => SWITCHES[fault].on(world).map((on) => ({ fault, ...on })));
}

export function switchFault(world: SimWorld, options: FaultSwitch): void {
  SWITCHES[options.fault].turn(world, options.isOn, options);
}

/** Everything works again. */
export function switchAllOff(world: SimWorld): void {
  for (const { fault } of faultsOn(world)) switchFault(world, { fault, isOn: false });
}

/** A fault of the next calls. */
function planned(kind: PlannedError['kind']): Switch {
  return {
    on: ({ plannedErrors }) =>
      plannedErrors.filter((error) => error.kind === kind).map((error) => ({ planned: error })),
    turn: ({ plannedErrors }, isOn, { path = '', times = null, code = USUAL_CODE }) => {
      const others = plannedErrors.filter((error) => error.kind !== kind);
      plannedErrors.splice(0, plannedErrors.length, ...others, ...(isOn ? [{ kind, path, times, code }] : []));
    },
  };
}

/** A setting that has one bad value. */
function setting<Name extends keyof typeof DEFAULT_SETTINGS>(name: Name, bad: (typeof DEFAULT_SETTINGS)[Name]): Switch {
  return {
    on: ({ settings }) => when(settings[name] === bad),
    turn: ({ settings }, isOn) => {
      settings[name] = isOn ? bad : DEFAULT_SETTINGS[name];
    },
  };
}

/** A field of all tokens, apps, accounts or numbers. */
function each(
  kind: 'tokens' | 'apps' | 'wabas' | 'phones',
  field: string,
  bad: string | boolean,
  good: string | boolean,
): Switch {
  const all = (world: SimWorld): Record<string, unknown>[] =>
    [...world[kind].values()].map((entry) => entry as unknown as Record<string, unknown>);
  return {
    on: (world) => when(all(world).some((entry) => entry[field] === bad)),
    turn: (world, isOn) => {
      for (const entry of all(world)) entry[field] = isOn ? bad : good;
    },
  };
}
