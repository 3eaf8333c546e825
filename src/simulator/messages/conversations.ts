import { SimBlockList } from './block-list.js';
import { newWamid, type SimCustomer, type SimMessage, type SimPhone, type SimWorld } from '../world/world.js';
import type { WebhookSender } from '../webhooks/webhook-sender.js';

/** Conversations from the customer's side: writing and reading, and the webhooks that Meta sends of it. */
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
    const quoted = (extra.context as { id?: unknown } | undefined)?.id;
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
      text: readableText(type, body),
      body,
      at,
      status: 'sent',
      callbackData: null,
      ...(typeof quoted === 'string' ? { quotes: quoted } : {}),
    });
    if (new SimBlockList(this.world).has(phone, customer)) return wamid; // the business never hears of it
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

  /** The customer stops marketing messages of a business, or takes them again. */
  chooseMarketing(phone: SimPhone, customer: SimCustomer, isRefused: boolean): void {
    customer.refusesMarketing = isRefused;
    const preference = {
      ...identity(customer, 'wa_id', 'user_id'),
      detail: `User requested to ${isRefused ? 'stop' : 'resume'} marketing messages`,
      category: 'marketing_messages',
      value: isRefused ? 'stop' : 'resume',
      timestamp: Math.floor(this.world.now() / 1000), // a number here, unlike everywhere else
    };
    const value = { ...channel(phone), contacts: [contact(customer, false)], user_preferences: [preference] };
    this.webhooks.send(phone.wabaId, [{ field: 'user_preferences', value }], phone.id);
  }

  /** The business writes on its own phone; Meta reports it as an echo. Returns the wamid. */
  echo(phone: SimPhone, customer: SimCustomer, type: string, body: Record<string, unknown>): string {
    const wamid = newWamid(customer.waId ?? '0', false);
    const at = this.world.now();
    this.world.addMessage({
      wamid,
      phoneId: phone.id,
      customerUserId: customer.userId,
      direction: 'OUT',
      type,
      text: readableText(type, body),
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

  /** Follows an accepted message through its statuses, as the settings say when. */
  follow(message: SimMessage, customer: SimCustomer): void {
    const { sentAfterMs, deliveredAfterMs, readAfterMs } = this.world.settings;
    const errorCode = undeliverableFor(customer, message);
    if (errorCode !== null) {
      this.webhooks.later(sentAfterMs ?? 0, () => this.reportStatus(message, 'failed', errorCode));
      return;
    }
    if (sentAfterMs !== null) this.webhooks.later(sentAfterMs, () => this.reportStatus(message, 'sent'));
    if (deliveredAfterMs !== null) this.webhooks.later(deliveredAfterMs, () => this.reportStatus(message, 'delivered'));
    if (readAfterMs !== null && customer.hasReadReceipts)
      this.webhooks.later(readAfterMs, () => this.reportStatus(message, 'read'));
  }

  /** Goes on with messages whose statuses a former run did not report to the end. */
  resume(): void {
    for (const message of this.world.messages) {
      const customer = this.world.customerByUserId(message.customerUserId);
      const isUnderWay = message.direction === 'OUT' && ['accepted', 'sent'].includes(message.status);
      if (isUnderWay && customer !== undefined) this.follow(message, customer);
    }
  }

  /** Reports the status of a message to the business that sent it. */
  reportStatus(message: SimMessage, status: string, errorCode?: number): void {
    const phone = this.world.phones.get(message.phoneId);
    const customer = this.world.customerByUserId(message.customerUserId);
    if (phone === undefined || customer === undefined) return;
    if (rankOf(status) > rankOf(message.status)) message.status = status; // reported late, it still is where it was
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
              category: pricingCategoryOf(message),
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

function pricingCategoryOf({ template, isMarketingLite }: SimMessage): string {
  if (isMarketingLite === true) return 'marketing_lite';
  return template === undefined ? 'service' : template.category.toLowerCase();
}

/** Why a message does not reach a customer, which Meta tells by a status, as an error code; null: it does. */
function undeliverableFor(customer: SimCustomer, { template }: SimMessage): number | null {
  if (!customer.isOnWhatsApp || customer.hasBlocked === true) return 131026;
  if (template?.category === 'MARKETING' && customer.refusesMarketing === true) return 131050;
  return isFetchable(template?.headerContent?.value.link) ? null : 131053;
}

/** Whether the file of a header can be fetched from its address: from a name below .invalid (RFC 6761) nothing can. */
function isFetchable(link: unknown): boolean {
  return typeof link !== 'string' || !URL.canParse(link) || !new URL(link).hostname.endsWith('.invalid');
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

export function readableText(type: string, body: Record<string, unknown>): string {
  const shown = type === 'interactive' && typeof body.body === 'object' ? (body.body as { text?: unknown }).text : null;
  const text = shown ?? body.body ?? body.caption ?? body.text ?? body.emoji ?? body.name ?? body.filename;
  return typeof text === 'string' && text !== '' ? text : `[${type}]`;
}

const STATUSES = ['sent', 'delivered', 'read', 'played', 'failed'];

/** The rank of a status: what a message has reached stays reached, in whatever order it is reported. */
function rankOf(status: string): number {
  return STATUSES.indexOf(status);
}
