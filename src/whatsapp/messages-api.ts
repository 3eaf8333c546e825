import { Injectable } from '@nestjs/common';
import { GraphClient } from './graph-client.js';
import { GraphUnreachableError } from './graph-error.js';
import type { JsonRecord } from './json.js';

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

export interface TemplateToSend {
  recipient: Recipient;
  name: string;
  language: string;
  components: JsonRecord[];
  callbackData: string;
}

/** What Meta says of a message that it took. */
export interface Acceptance {
  whatsappId: string;
  /** Held back while Meta judges the quality of the template. */
  isHeld: boolean;
}

export interface FileToUpload {
  mimeType: string;
  fileName: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** `POST /{phone number id}/messages`. Meta knows no idempotency key: the same call twice is two messages. */
@Injectable()
export class MessagesApi {
  constructor(private readonly graph: GraphClient) {}

  /** Accepted is not delivered. */
  async sendText(channel: Channel, text: TextToSend): Promise<Acceptance> {
    return this.send(channel, text.recipient, {
      type: 'text',
      text: { body: text.body, preview_url: text.previewUrl },
      ...(text.replyToWhatsappId === null ? {} : { context: { message_id: text.replyToWhatsappId } }),
      biz_opaque_callback_data: text.callbackData,
    });
  }

  async sendTemplate(channel: Channel, template: TemplateToSend): Promise<Acceptance> {
    const { recipient, name, language, components, callbackData } = template;
    return this.send(channel, recipient, {
      type: 'template',
      template: {
        name,
        language: { code: language, policy: 'deterministic' },
        ...(components.length === 0 ? {} : { components }),
      },
      biz_opaque_callback_data: callbackData,
    });
  }

  /** Gives Meta a file; the id that it answers lives for 30 days. */
  async uploadMedia({ phoneNumberId, accessToken }: Channel, file: FileToUpload): Promise<string> {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', file.mimeType);
    form.set('file', new Blob([file.bytes], { type: file.mimeType }), file.fileName);
    const { id } = await this.graph.call<{ id: string }>({
      method: 'POST',
      path: `/${phoneNumberId}/media`,
      accessToken,
      body: form,
    });
    return id;
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

  private async send(
    { phoneNumberId, accessToken }: Channel,
    recipient: Recipient,
    message: JsonRecord,
  ): Promise<Acceptance> {
    const answer = await this.graph.call<{ messages?: { id?: string; message_status?: string }[] }>({
      method: 'POST',
      path: `/${phoneNumberId}/messages`,
      accessToken,
      body: { messaging_product: 'whatsapp', ...recipientFields(recipient), ...message },
    });
    const [accepted] = answer.messages ?? [];
    if (accepted?.id === undefined) throw new GraphUnreachableError(true, 'an answer without a message id');
    return { whatsappId: accepted.id, isHeld: accepted.message_status === 'held_for_quality_assessment' };
  }
}

function recipientFields(recipient: Recipient): Record<string, string> {
  if ('groupId' in recipient) return { recipient_type: 'group', to: recipient.groupId };
  if ('userId' in recipient) return { recipient_type: 'individual', recipient: recipient.userId };
  return { recipient_type: 'individual', to: recipient.phoneNumber };
}
