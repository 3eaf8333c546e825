import { Injectable } from '@nestjs/common';
import { GraphClient } from './graph-client.js';
import { GraphUnreachableError } from './graph-error.js';

/** A recipient: the phone number where it is known, else the business-scoped user id, or a group. */
export type Recipient = { phoneNumber: string } | { userId: string } | { groupId: string };

export interface TextToSend {
  recipient: Recipient;
  body: string;
  previewUrl: boolean;
  replyToWhatsappId: string | null;
  /** Comes back in every status of this message. */
  callbackData: string;
}

export interface Channel {
  phoneNumberId: string;
  accessToken: string;
}

/** `POST /{phone number id}/messages`. Meta knows no idempotency key: the same call twice is two messages. */
@Injectable()
export class MessagesApi {
  constructor(private readonly graph: GraphClient) {}

  /** Returns the wamid that Meta accepted the message under. Accepted is not delivered. */
  async sendText({ phoneNumberId, accessToken }: Channel, text: TextToSend): Promise<string> {
    const answer = await this.graph.call<{ messages?: { id?: string }[] }>({
      method: 'POST',
      path: `/${phoneNumberId}/messages`,
      accessToken,
      body: {
        messaging_product: 'whatsapp',
        ...recipientFields(text.recipient),
        type: 'text',
        text: { body: text.body, preview_url: text.previewUrl },
        ...(text.replyToWhatsappId === null ? {} : { context: { message_id: text.replyToWhatsappId } }),
        biz_opaque_callback_data: text.callbackData,
      },
    });
    const whatsappId = answer.messages?.[0]?.id;
    if (whatsappId === undefined) throw new GraphUnreachableError(true, 'an answer without a message id');
    return whatsappId;
  }

  /** Marks this message, and with it all earlier ones of the customer, as read. */
  async markRead({ phoneNumberId, accessToken }: Channel, whatsappId: string): Promise<void> {
    await this.graph.call({
      method: 'POST',
      path: `/${phoneNumberId}/messages`,
      accessToken,
      body: { messaging_product: 'whatsapp', status: 'read', message_id: whatsappId },
    });
  }
}

function recipientFields(recipient: Recipient): Record<string, string> {
  if ('groupId' in recipient) return { recipient_type: 'group', to: recipient.groupId };
  if ('userId' in recipient) return { recipient_type: 'individual', recipient: recipient.userId };
  return { recipient_type: 'individual', to: recipient.phoneNumber };
}
