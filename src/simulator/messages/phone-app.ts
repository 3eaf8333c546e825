import { invalidParameter, SimError } from '../sim-error.js';
import type { WebhookSender } from '../webhooks/webhook-sender.js';
import { newWamid, type SimCustomer, type SimPhone, type SimWorld } from '../world/world.js';
import { channel } from './conversations.js';

type Json = Record<string, unknown>;

const DAY_MS = 24 * 3_600_000;
/** What was said in each phase, days ago: of each customer the same. */
const SAID: readonly (readonly { daysAgo: number; isOurs: boolean; text: string }[])[] = [
  [{ daysAgo: 0.5, isOurs: true, text: 'Your order is ready.' }],
  [
    { daysAgo: 40, isOurs: false, text: 'Do you deliver on Saturdays?' },
    { daysAgo: 39.9, isOurs: true, text: 'We do, until noon.' },
  ],
  [{ daysAgo: 170, isOurs: false, text: 'Is this the garden shop?' }],
];

/** The WhatsApp Business app on the phone of a business, which hands over its history and its contacts. */
export class SimPhoneApp {
  /** What was asked for of which number: Meta gives each once. */
  private readonly given = new Set<string>();

  constructor(
    private readonly world: SimWorld,
    private readonly webhooks: WebhookSender,
  ) {}

  /** `POST /{phone}/smb_app_data`. @throws SimError (2593107) the second time */
  request(phone: SimPhone, body: Json): Json {
    const type = body.sync_type;
    if (type !== 'history' && type !== 'smb_app_state_sync')
      throw invalidParameter('sync_type must be history or smb_app_state_sync');
    const key = `${phone.id} ${type}`;
    if (this.given.has(key))
      throw new SimError(400, 2_593_107, '(#2593107) Sync request limit exceeded', {
        details: 'The data of the phone app was requested before.',
      });
    this.given.add(key);
    if (type === 'history') this.sendHistory(phone);
    else this.sendContacts(phone);
    return { messaging_product: 'whatsapp', request_id: `SIM${this.given.size}` };
  }

  /** The history of the customers with a number, a chunk a phase; with an error code, why there is none. */
  sendHistory(phone: SimPhone, errorCode: number | null = null): void {
    if (errorCode !== null) {
      const error = {
        code: errorCode,
        title: 'History is not shared',
        message: 'The business does not share its history.',
      };
      this.send(phone, 'history', { history: [{ errors: [error] }] });
      return;
    }
    for (const [phase, said] of SAID.entries()) {
      const threads = this.known().map((customer) => ({
        id: customer.waId,
        context: { wa_id: customer.waId, user_id: customer.userId },
        messages: said.map(({ daysAgo, isOurs, text }) => this.message(phone, customer, daysAgo, isOurs, text)),
      }));
      const progress = Math.round(((phase + 1) / SAID.length) * 100);
      this.send(phone, 'history', { history: [{ metadata: { phase, chunk_order: 1, progress }, threads }] });
    }
  }

  /** The address book: whom the business knows by which name, or no longer. */
  sendContacts(phone: SimPhone, action: 'add' | 'remove' = 'add'): void {
    const timestamp = String(Math.floor(this.world.now() / 1000));
    const entries = this.known().map(({ name, waId }) => ({
      type: 'contact',
      contact:
        action === 'add'
          ? { full_name: `${name} (garden)`, first_name: name.split(' ')[0], phone_number: waId }
          : { phone_number: waId },
      action,
      metadata: { timestamp },
    }));
    this.send(phone, 'smb_app_state_sync', { state_sync: entries });
  }

  private message(phone: SimPhone, customer: SimCustomer, daysAgo: number, isOurs: boolean, text: string): Json {
    const own = phone.displayPhoneNumber.replace(/\D/g, '');
    return {
      ...(isOurs ? { from: own, to: customer.waId } : { from: customer.waId }),
      id: newWamid(customer.waId ?? '0', !isOurs),
      timestamp: String(Math.floor((this.world.now() - daysAgo * DAY_MS) / 1000)),
      type: 'text',
      text: { body: text },
      history_context: { status: 'READ' },
    };
  }

  private known(): SimCustomer[] {
    return this.world.customers.filter(({ waId }) => waId !== null);
  }

  private send(phone: SimPhone, field: string, value: Json): void {
    this.webhooks.send(phone.wabaId, [{ field, value: { ...channel(phone), ...value } }], phone.id);
  }
}
