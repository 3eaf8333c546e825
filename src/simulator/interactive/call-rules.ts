import { SimError } from '../sim-error.js';
import type { SimCustomer, SimPhone, SimWorld } from '../world/world.js';

type Body = Record<string, unknown>;

const DAY_MS = 86_400_000;

/** Calls have to be switched on; a customer may be asked once a day, and twice in seven days. */
export function checkCallPermission(world: SimWorld, phone: SimPhone, customer: SimCustomer, content: Body): void {
  if (content.type !== 'call_permission_request') return;
  const asked = world.messages.filter(
    (message) =>
      message.phoneId === phone.id &&
      message.customerUserId === customer.userId &&
      message.direction === 'OUT' &&
      message.body.type === 'call_permission_request',
  );
  const since = (age: number): number => asked.filter(({ at }) => world.now() - at < age).length;
  if (since(DAY_MS) < 1 && since(7 * DAY_MS) < 2) return;
  throw new SimError(400, 138009, '(#138009) Call permission request limit reached', {
    details: 'A customer may be asked once in 24 hours, and twice in seven days.',
  });
}

export function requireCalling({ hasCalling }: SimPhone): void {
  if (hasCalling === true) return;
  throw new SimError(400, 138000, '(#138000) Calling not enabled', {
    details: 'Calls are not switched on for this phone number.',
  });
}
