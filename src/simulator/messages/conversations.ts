import { newWamid, type SimCustomer, type SimMessage, type SimPhone, type SimWorld } from '../world.js';
import type { WebhookSender } from '../webhook-sender.js';

/** What a customer does: writes, reads, reacts. And what Meta then tells the business. */
export class SimConversations {
  constructor(
    private readonly world: SimWorld,
    private readonly webhooks: WebhookSender,
  ) {}

  /** The customer sends any kind of message: `body` is what Meta puts under the type's name. Returns the wamid. */
  write(
    phone: SimPhone,
    customer: SimCustomer,
    type: string,
    body: Record<string, unknown>,
    extra: Record<string, unknown> = {},
  ): string {
    const wamid = newWamid(customer.waId ?? '0', true);
    const at = this.world.now();
    const message = {
      ...identity(customer, 'from', 'from_user_id'),
      id: wamid,
      timestamp: String(Math.floor(at / 1000)),
      type,
      ...(type === 'unsupported' ? {} : { [type]: body }),
      ...extra,
    };
    this.world.addMessage({
      wamid,
      phoneId: phone.id,
      customerUserId: customer.userId,
      direction: 'IN',
      type,
      text: readable(type, body),
      body,
      at,
      status: 'sent',
      callbackData: null,
    });
    this.webhooks.send(
      phone.wabaId,
      [{ field: 'messages', value: { ...channel(phone), contacts: [contact(customer, true)], messages: [message] } }],
      phone.id,
    );
    return wamid;
  }

  /** The customer opens the chat: everything unread becomes read, if the customer shows it. */
  read(phone: SimPhone, customer: SimCustomer): void {
    for (const message of this.world.messages) {
      const isTheirs =
        message.phoneId === phone.id && message.customerUserId === customer.userId && message.direction === 'OUT';
      if (isTheirs && message.status === 'delivered' && customer.hasReadReceipts) this.reportStatus(message, 'read');
    }
  }

  /** The business writes on its own phone; Meta tells it as an echo. Returns the wamid. */
  echo(phone: SimPhone, customer: SimCustomer, type: string, body: Record<string, unknown>): string {
    const wamid = newWamid(customer.waId ?? '0', false);
    const at = this.world.now();
    this.world.addMessage({
      wamid,
      phoneId: phone.id,
      customerUserId: customer.userId,
      direction: 'OUT',
      type,
      text: readable(type, body),
      body,
      at,
      status: 'sent',
      callbackData: null,
    });
    const echo = {
      from: phone.displayPhoneNumber.replace(/\D/g, ''),
      ...identity(customer, 'to', 'to_user_id'),
      id: wamid,
      timestamp: String(Math.floor(at / 1000)),
      type,
      [type]: body,
    };
    const contacts = [identity(customer, 'wa_id', 'user_id')];
    this.webhooks.send(
      phone.wabaId,
      [{ field: 'smb_message_echoes', value: { ...channel(phone), contacts, message_echoes: [echo] } }],
      phone.id,
    );
    return wamid;
  }

  /** After a send was accepted: what happens to the message, in time. */
  follow(message: SimMessage, customer: SimCustomer): void {
    const { sentAfterMs, deliveredAfterMs, readAfterMs } = this.world.settings;
    if (!customer.isOnWhatsApp) {
      this.webhooks.later(sentAfterMs ?? 0, () => this.reportStatus(message, 'failed', 131026));
      return;
    }
    if (sentAfterMs !== null) this.webhooks.later(sentAfterMs, () => this.reportStatus(message, 'sent'));
    if (deliveredAfterMs !== null) this.webhooks.later(deliveredAfterMs, () => this.reportStatus(message, 'delivered'));
    if (readAfterMs !== null && customer.hasReadReceipts)
      this.webhooks.later(readAfterMs, () => this.reportStatus(message, 'read'));
  }

  /** Meta tells the business about a message that it sent. */
  reportStatus(message: SimMessage, status: string, errorCode?: number): void {
    const phone = this.world.phones.get(message.phoneId);
    const customer = this.world.customerByUserId(message.customerUserId);
    if (phone === undefined || customer === undefined) return;
    if (rankOf(status) > rankOf(message.status)) message.status = status; // told late, it still is where it was
    const failure = {
      code: errorCode ?? 131000,
      title: 'Simulated failure',
      message: 'Simulated failure',
      error_data: { details: `Simulated failure ${errorCode ?? 131000}` },
    };
    const update = {
      id: message.wamid,
      status,
      timestamp: String(Math.floor(this.world.now() / 1000)),
      ...identity(customer, 'recipient_id', 'recipient_user_id'),
      ...(message.callbackData === null ? {} : { biz_opaque_callback_data: message.callbackData }),
      ...(status === 'failed'
        ? { errors: [failure] }
        : {
            pricing: {
              billable: true,
              pricing_model: 'PMP',
              type: 'regular',
              category: message.type === 'template' ? 'utility' : 'service',
            },
          }),
    };
    const contacts = status === 'failed' ? {} : { contacts: [contact(customer, status !== 'sent')] };
    this.webhooks.send(
      phone.wabaId,
      [{ field: 'messages', value: { ...channel(phone), ...contacts, statuses: [update] } }],
      phone.id,
    );
  }
}

export function channel(phone: SimPhone): Record<string, unknown> {
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: phone.displayPhoneNumber.replace(/\D/g, ''), phone_number_id: phone.id },
  };
}

/** The number, where the customer shows it, and the user id. */
function identity(customer: SimCustomer, numberKey: string, userKey: string): Record<string, string> {
  return { ...(customer.waId === null ? {} : { [numberKey]: customer.waId }), [userKey]: customer.userId };
}

function contact(customer: SimCustomer, withUsername: boolean): Record<string, unknown> {
  const username = withUsername && customer.username !== null ? { username: customer.username } : {};
  return { profile: { name: customer.name, ...username }, ...identity(customer, 'wa_id', 'user_id') };
}

export function readable(type: string, body: Record<string, unknown>): string {
  const shown = type === 'interactive' && typeof body.body === 'object' ? (body.body as { text?: unknown }).text : null;
  const text = shown ?? body.body ?? body.caption ?? body.text ?? body.emoji ?? body.name ?? body.filename;
  return typeof text === 'string' && text !== '' ? text : `[${type}]`;
}

const STATUSES = ['sent', 'delivered', 'read', 'played', 'failed'];

/** What a message has reached stays reached, in whatever order Meta tells it. */
function rankOf(status: string): number {
  return STATUSES.indexOf(status);
}
