import type { FastifyInstance } from 'fastify';
import type { SimNumberLife } from '../numbers/number-life.js';
import type { SimParts } from '../parts.js';
import { bodyOf, found, oneOf, optionalFlagIn, optionalTextIn, paramOf, textIn } from './control-input.js';

const DECISIONS = ['APPROVED', 'REJECTED', 'DEFERRED'] as const;

/** What happens to a number at Meta, and on the phone that has it. */
export function registerNumberControlRoutes(server: FastifyInstance, { world, webhooks }: SimParts): void {
  const lifeOf = (id: string): SimNumberLife => world.lifeOf(found(world.phones.get(id), 'phone number'));

  /** All that is known of a number's life, its PIN and the code that it was told among it. */
  server.get('/sim/numbers/:id', async (request) => lifeOf(paramOf(request, 'id')));

  /** Changes it: `{ isVerified, isOfficial, pin }`, each if given. */
  server.post('/sim/numbers/:id', async (request) => {
    const body = bodyOf(request);
    const life = lifeOf(paramOf(request, 'id'));
    life.isVerified = optionalFlagIn(body, 'isVerified') ?? life.isVerified;
    life.isOfficial = optionalFlagIn(body, 'isOfficial') ?? life.isOfficial;
    life.pin = body.pin === null ? null : (optionalTextIn(body, 'pin') ?? life.pin);
    return life;
  });

  /** Decides on the display name that was asked for: `{ decision, reason }`. */
  server.post('/sim/numbers/:id/name', async (request) => {
    const body = bodyOf(request);
    const phone = found(world.phones.get(paramOf(request, 'id')), 'phone number');
    const requested = found(world.lifeOf(phone).requestedName ?? undefined, 'display name that was asked for');
    const decision = oneOf(body, 'decision', DECISIONS);
    requested.status = decision === 'REJECTED' ? 'DECLINED' : decision === 'APPROVED' ? 'APPROVED' : 'PENDING_REVIEW';
    const value = {
      display_phone_number: phone.displayPhoneNumber.replace(/\D/g, ''),
      decision,
      requested_verified_name: requested.name,
      rejection_reason: decision === 'REJECTED' ? textIn(body, 'reason') : null,
    };
    webhooks.send(phone.wabaId, [{ field: 'phone_number_name_update', value }]);
    return requested;
  });
}
