import { contentOf } from './inbound/inbound-content.js';
import { endsOf } from './inbound/message-ends.js';
import { isRecord, textOf, timeOf, type JsonRecord } from '../json.js';
import { channelOf } from './webhook-channel.js';
import type { InboundMessagePart } from './webhook-parts.js';

/** Types of `messages` that report something, rather than say something. */
const NOTICES = new Set(['system', 'edit', 'revoke', 'request_welcome']);

/**
 * A message in a delivery, of a customer or of Meta about one.
 * @throws Error saying what is missing
 */
export function inboundMessage(message: unknown, value: JsonRecord): InboundMessagePart {
  if (!isRecord(message)) throw new Error('a message is not an object');
  const whatsappId = textOf(message, 'id');
  if (whatsappId === null) throw new Error('a message has no id');
  return {
    kind: 'message',
    direction: 'INBOUND',
    ...channelOf(value),
    ...endsOf(message, value),
    ...fieldsOfEvery(message, whatsappId),
    isWrittenByCustomer: !NOTICES.has(textOf(message, 'type') ?? ''),
  };
}

/**
 * An echo: what the business wrote on its phone. The customer is whom it is `to`.
 * @throws Error saying what is missing
 */
export function echoedMessage(echo: unknown, value: JsonRecord): InboundMessagePart {
  if (!isRecord(echo)) throw new Error('an echo is not an object');
  const whatsappId = textOf(echo, 'id');
  if (whatsappId === null) throw new Error('an echo has no id');
  const addressee = {
    ...echo,
    from: echo.to,
    from_user_id: echo.to_user_id,
    from_parent_user_id: echo.to_parent_user_id,
  };
  return {
    kind: 'message',
    direction: 'OUTBOUND',
    ...channelOf(value),
    ...endsOf(addressee, value),
    participant: null,
    ...fieldsOfEvery(echo, whatsappId),
    isWrittenByCustomer: false,
  };
}

function fieldsOfEvery(
  message: JsonRecord,
  whatsappId: string,
): Pick<
  InboundMessagePart,
  | 'whatsappId'
  | 'eventKey'
  | 'occurredAt'
  | 'content'
  | 'replyToWhatsappId'
  | 'isForwarded'
  | 'isFrequentlyForwarded'
  | 'referral'
  | 'referredProduct'
  | 'raw'
> {
  const context = isRecord(message.context) ? message.context : {};
  const product = isRecord(context.referred_product) ? context.referred_product : null;
  return {
    whatsappId,
    eventKey: null,
    occurredAt: timeOf(message.timestamp),
    content: contentOf(message),
    replyToWhatsappId: textOf(context, 'id'),
    isForwarded: context.forwarded === true || context.frequently_forwarded === true,
    isFrequentlyForwarded: context.frequently_forwarded === true,
    referral: isRecord(message.referral) ? message.referral : null,
    referredProduct:
      product === null
        ? null
        : { catalogId: textOf(product, 'catalog_id'), productId: textOf(product, 'product_retailer_id') },
    raw: message,
  };
}
