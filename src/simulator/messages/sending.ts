import { SimBlockList } from './block-list.js';
import { checkMarketingMessage, checkMarketingRoute } from './marketing.js';
import { checkContent } from './sending-rules.js';
import { checkCallPermission } from '../interactive/call-rules.js';
import type { SimConversations } from './conversations.js';
import { readableText } from './conversations.js';
import { errorWithCode, invalidParameter, missingParameter, SimError } from '../sim-error.js';
import { renderTemplate, textOf } from '../templates/template-rendering.js';
import { newWamid, type SimCustomer, type SimMessage, type SimPhone, type SimWorld } from '../world/world.js';

type Body = Record<string, unknown>;

const TYPES = new Set([
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'interactive',
  'template',
]);
const KEYS = new Set([
  ...TYPES,
  'messaging_product',
  'recipient_type',
  'to',
  'recipient',
  'type',
  'context',
  'biz_opaque_callback_data',
  'recipient_identity_key_hash',
  'access_token',
  'status',
  'message_id',
  'typing_indicator',
]);
const WINDOW_MS = 24 * 3_600_000;
const MAX_TEXT_LENGTH = 4_096;
const MAX_CALLBACK_DATA_LENGTH = 512;
/** Sending to 1555000<code> brings that error. */
const MAGIC_NUMBER = /^1555000(\d{1,7})$/;

/** `POST /{phone}/messages` and `/{phone}/marketing_messages`. */
export class SimSending {
  private readonly limits = new RateLimits();
  private readonly blocks: SimBlockList;

  constructor(
    private readonly world: SimWorld,
    private readonly conversations: SimConversations,
  ) {
    this.blocks = new SimBlockList(world);
  }

  /** What comes by the Marketing Messages API: once it may, it is sent like any other message. */
  handleMarketing(phone: SimPhone, body: Body): Body {
    return this.handle(phone, checkMarketingMessage(this.world.wabas.get(phone.wabaId), body), true);
  }

  handle(phone: SimPhone, body: Body, isMarketingEndpoint = false): Body {
    if (body.messaging_product !== 'whatsapp') throw missingParameter('messaging_product');
    const unknown = Object.keys(body).find((key) => !KEYS.has(key));
    if (unknown !== undefined) throw new SimError(400, 100, `(#100) Unexpected key "${unknown}" on param "message".`);
    if (phone.status !== 'CONNECTED') throw errorWithCode(133010);
    return body.status === 'read' ? this.markRead(body) : this.send(phone, body, isMarketingEndpoint);
  }

  private markRead(body: Body): Body {
    const message = this.world.message(String(body.message_id));
    if (message === undefined || message.direction !== 'IN')
      throw new SimError(400, 131009, '(#131009) Parameter value is not valid');
    for (const earlier of this.world.messages) {
      const isTheirs = earlier.phoneId === message.phoneId && earlier.customerUserId === message.customerUserId;
      if (isTheirs && earlier.direction === 'IN' && earlier.at <= message.at) earlier.status = 'read';
    }
    if (body.typing_indicator !== undefined)
      this.world.typingSince.set(`${message.phoneId} ${message.customerUserId}`, this.world.now());
    return { success: true };
  }

  private send(phone: SimPhone, body: Body, isMarketingEndpoint: boolean): Body {
    const type = typeof body.type === 'string' ? body.type : 'text';
    if (!TYPES.has(type)) throw invalidParameter(`Param type must be one of {${[...TYPES].join(', ').toUpperCase()}}`);
    const content = body[type];
    if (typeof content !== 'object' || content === null) throw missingParameter(type);
    this.checkLimits(type, content as Body, body);
    checkContent(this.world, phone, type, content as Body | Body[]);
    const customer = this.recipient(phone, body);
    if (this.blocks.has(phone, customer)) throw errorWithCode(130403);
    const waba = this.world.wabas.get(phone.wabaId);
    if (waba?.hasPayment === false) throw errorWithCode(131042);
    if (this.world.settings.enforceRateLimits) this.limits.consume(phone, customer, this.world.now());
    if (type !== 'template') this.requireOpenWindow(phone, customer);
    if (type === 'interactive') checkCallPermission(this.world, phone, customer, content as Body);
    const template = type === 'template' ? renderTemplate(this.world, phone, content as Body) : undefined;
    if (template !== undefined) checkMarketingRoute(waba, template.category, isMarketingEndpoint);
    return this.accept(phone, customer, body, {
      type,
      text: template === undefined ? readableText(type, content as Body) : textOf(template),
      body: content as Body,
      ...(template === undefined ? {} : { template }),
      ...(isMarketingEndpoint ? { isMarketingLite: true } : {}),
    });
  }

  private accept(
    phone: SimPhone,
    customer: SimCustomer,
    body: Body,
    shown: Pick<SimMessage, 'type' | 'text' | 'body' | 'template' | 'isMarketingLite'>,
  ): Body {
    const { type } = shown;
    const quoted = (body.context as Body | undefined)?.message_id;
    const message = {
      wamid: newWamid(customer.waId ?? '0', false),
      phoneId: phone.id,
      customerUserId: customer.userId,
      direction: 'OUT' as const,
      ...shown,
      ...(typeof quoted === 'string' ? { quotes: quoted } : {}),
      at: this.world.now(),
      status: 'accepted',
      callbackData: typeof body.biz_opaque_callback_data === 'string' ? body.biz_opaque_callback_data : null,
    };
    this.world.addMessage(message);
    const isHeld = type === 'template' && this.world.settings.holdTemplates;
    this.conversations.follow(message, customer);
    const contact =
      typeof body.to === 'string'
        ? { input: body.to, wa_id: customer.waId }
        : { input: body.recipient, user_id: customer.userId };
    const status = type === 'template' ? { message_status: isHeld ? 'held_for_quality_assessment' : 'accepted' } : {};
    return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: message.wamid, ...status }] };
  }

  /** By number (made up on first contact) or by user id; the number wins. */
  private recipient(phone: SimPhone, body: Body): SimCustomer {
    if (typeof body.to === 'string' && body.to !== '') {
      const digits = body.to.replace(/\D/g, '');
      const errorCode = MAGIC_NUMBER.exec(digits)?.[1];
      if (errorCode !== undefined) throw errorWithCode(Number(errorCode));
      if (digits.length < 7 || digits.length > 15)
        throw new SimError(400, 131009, '(#131009) Parameter value is not valid', {
          details: 'The recipient is not a phone number.',
        });
      if (digits === phone.displayPhoneNumber.replace(/\D/g, '')) throw errorWithCode(131021);
      return this.world.ensureCustomer(digits);
    }
    if (typeof body.recipient !== 'string') throw missingParameter('to');
    const customer = this.world.customerByUserId(body.recipient);
    if (customer === undefined)
      throw new SimError(400, 131009, '(#131009) Parameter value is not valid', { details: 'Unknown user id.' });
    return customer;
  }

  private checkLimits(type: string, content: Body, body: Body): void {
    const text = content.body;
    if (type === 'text' && (typeof text !== 'string' || text === '')) throw missingParameter("text['body']");
    if (type === 'text' && String(text).length > MAX_TEXT_LENGTH)
      throw invalidParameter(`Param text['body'] must be at most ${MAX_TEXT_LENGTH} characters long.`);
    const callbackData = body.biz_opaque_callback_data;
    if (typeof callbackData === 'string' && callbackData.length > MAX_CALLBACK_DATA_LENGTH) {
      throw invalidParameter(
        `Param biz_opaque_callback_data must be at most ${MAX_CALLBACK_DATA_LENGTH} characters long.`,
      );
    }
    const isMedia = ['image', 'video', 'audio', 'document', 'sticker'].includes(type);
    if (isMedia && typeof content.link !== 'string' && !this.world.media.has(String(content.id))) {
      throw new SimError(400, 131009, '(#131009) Parameter value is not valid', { details: 'Unknown media id.' });
    }
  }

  private requireOpenWindow(phone: SimPhone, customer: SimCustomer): void {
    const lastInboundAt = this.world.lastInboundAt(phone.id, customer);
    if (lastInboundAt !== null && this.world.now() < lastInboundAt + WINDOW_MS) return;
    throw new SimError(400, 131047, '(#131047) Re-engagement message', {
      details: 'More than 24 hours have passed since the customer last replied to this number.',
    });
  }
}

const PER_SECOND: Record<SimPhone['throughput'], number> = { STANDARD: 80, HIGH: 1_000 };
const PAIR_BURST = 45;
const PAIR_INTERVAL_MS = 6_000;

/** Rate limits: so many a second by number; by customer one in six seconds, with a burst of 45 (GCRA). */
class RateLimits {
  private readonly numbers = new Map<string, { second: number; count: number }>();
  private readonly pairs = new Map<string, { theoreticalArrivalAt: number }>();

  consume(phone: SimPhone, customer: SimCustomer, now: number): void {
    const second = Math.floor(now / 1000);
    const number = this.numbers.get(phone.id);
    const count = number?.second === second ? number.count : 0;
    if (count >= PER_SECOND[phone.throughput]) throw errorWithCode(130429);
    const key = `${phone.id} ${customer.userId}`;
    const theoreticalArrivalAt = Math.max(this.pairs.get(key)?.theoreticalArrivalAt ?? 0, now);
    if (theoreticalArrivalAt - now > PAIR_BURST * PAIR_INTERVAL_MS) throw errorWithCode(131056);
    this.numbers.set(phone.id, { second, count: count + 1 });
    this.pairs.set(key, { theoreticalArrivalAt: theoreticalArrivalAt + PAIR_INTERVAL_MS });
  }
}
