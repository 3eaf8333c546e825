import type { FastifyInstance } from 'fastify';
import { FAULTS, type FaultOn, type FaultSwitch, type PlannedError, type SimSettings } from '../control-api.js';
import { faultsOn, switchFault } from '../faults/fault-switches.js';
import type { SimParts } from '../parts.js';
import type { SimToken } from '../world/world.js';
import { bodyOf, ControlError, found, oneOf, optionalNumberIn, textIn, type Body } from './control-input.js';

/** What goes wrong: by name, by settings, or by changing what Meta has. */
export function registerFaultControlRoutes(server: FastifyInstance, { world }: SimParts): void {
  /** Switches a fault on or off by its name: see FaultSwitch. Answers those that are on. */
  server.post('/sim/faults', async (request): Promise<FaultOn[]> => {
    switchFault(world, faultSwitchIn(bodyOf(request)));
    return faultsOn(world);
  });

  /** The next calls fail: see PlannedError. */
  server.post('/sim/errors', async (request) => {
    const planned: PlannedError = {
      ...{ path: '', times: 1, kind: 'CODE', code: 131000 },
      ...(bodyOf(request) as Partial<PlannedError>),
    };
    world.plannedErrors.push(planned);
    return planned;
  });

  server.post(
    '/sim/settings',
    async (request) => (world.settings = { ...world.settings, ...(bodyOf(request) as Partial<SimSettings>) }),
  );

  /** Changes a token, an app, an account or a number: `{ kind, id, changes }`. This is how a connection breaks. */
  server.post('/sim/change', async (request) => {
    const { kind, id, changes } = bodyOf(request) as { kind: keyof typeof targets; id: string; changes: Body };
    const targets = { token: world.tokens, app: world.apps, waba: world.wabas, phone: world.phones };
    const target = found(targets[kind]?.get(id), kind);
    if (Array.isArray(changes.subscribedAppIds)) changes.subscribedAppIds = new Set(changes.subscribedAppIds);
    Object.assign(target, changes);
    return { ok: true };
  });

  server.post('/sim/tokens', async (request) => {
    const token = bodyOf(request) as unknown as SimToken;
    world.tokens.set(textIn(bodyOf(request), 'value'), token);
    return { ok: true };
  });
}

function faultSwitchIn(body: Body): FaultSwitch {
  const { isOn, path, times } = body;
  if (typeof isOn !== 'boolean') throw new ControlError(400, 'isOn must be true or false.');
  if (path !== undefined && typeof path !== 'string') throw new ControlError(400, 'path must be a text.');
  const code = optionalNumberIn(body, 'code', 0);
  const milliseconds = optionalNumberIn(body, 'milliseconds', 1);
  return {
    fault: oneOf(body, 'fault', FAULTS),
    isOn,
    times: times === null ? null : (optionalNumberIn(body, 'times', 1) ?? null),
    ...(path === undefined ? {} : { path }),
    ...(code === undefined ? {} : { code }),
    ...(milliseconds === undefined ? {} : { milliseconds }),
  };
}
