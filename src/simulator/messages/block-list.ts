import { missingParameter, SimError } from '../sim-error.js';
import type { SimCustomer, SimPhone, SimWorld } from '../world/world.js';

type Body = Record<string, unknown>;

const WINDOW_MS = 24 * 3_600_000;
const MAX_USERS = 1_000;

/** Block lists of phone numbers: `/{phone}/block_users`. What a blocked customer writes is not reported, and nothing is sent to them. */
export class SimBlockList {
  constructor(private readonly world: SimWorld) {}

  has(phone: SimPhone, customer: SimCustomer): boolean {
    return this.world.blocks.has(keyOf(phone, customer));
  }

  /** Who is blocked, as Meta lists them. */
  list(phone: SimPhone): Body[] {
    const blocked = this.world.customers.filter((customer) => this.has(phone, customer));
    return blocked.map(({ waId, userId }) => ({ messaging_product: 'whatsapp', wa_id: waId, user_id: userId }));
  }

  /** @throws SimError (139100) where somebody did not write within 24 hours: with one alone, nobody is blocked */
  block(phone: SimPhone, body: Body): Body {
    const users = this.usersIn(body);
    for (const { customer } of users) {
      const lastInboundAt = this.world.lastInboundAt(phone.id, customer);
      if (lastInboundAt !== null && this.world.now() < lastInboundAt + WINDOW_MS) continue;
      throw new SimError(400, 139100, '(#139100) Failed to block/unblock users', {
        details: 'User has not messaged in the last 24 hours',
      });
    }
    for (const { customer } of users) this.world.blocks.set(keyOf(phone, customer), this.world.now());
    return answerWith('added_users', users);
  }

  unblock(phone: SimPhone, body: Body): Body {
    const users = this.usersIn(body);
    for (const { customer } of users) this.world.blocks.delete(keyOf(phone, customer));
    return answerWith('removed_users', users);
  }

  private usersIn({ messaging_product: product, block_users: asked }: Body): BlockedCustomer[] {
    if (product !== 'whatsapp') throw missingParameter('messaging_product');
    if (!Array.isArray(asked) || asked.length === 0) throw missingParameter('block_users');
    if (asked.length > MAX_USERS) throw new SimError(400, 100, '(#100) Too many users');
    return (asked as Body[]).map(({ user, user_id: userId }) => {
      if (typeof userId === 'string') {
        const customer = this.world.customerByUserId(userId);
        if (customer === undefined)
          throw new SimError(400, 100, '(#100) Invalid parameter', { details: 'Unknown user.' });
        return { input: userId, customer };
      }
      if (typeof user !== 'string') throw missingParameter("block_users['user']");
      return { input: user, customer: this.world.ensureCustomer(user.replace(/\D/g, '')) };
    });
  }
}

interface BlockedCustomer {
  input: string;
  customer: SimCustomer;
}

function answerWith(name: string, users: readonly BlockedCustomer[]): Body {
  const entries = users.map(({ input, customer }) => ({ input, wa_id: customer.waId, user_id: customer.userId }));
  return { messaging_product: 'whatsapp', block_users: { [name]: entries } };
}

function keyOf(phone: SimPhone, customer: SimCustomer): string {
  return `${phone.id} ${customer.userId}`;
}
