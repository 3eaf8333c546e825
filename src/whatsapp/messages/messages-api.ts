import { Injectable } from '@nestjs/common';
import { FormData } from 'undici';
import { requiredText } from '../answer.js';
import { GraphClient } from '../graph-client.js';
import { GraphUnreachableError } from '../errors/graph-error.js';
import { hexOf } from '../webhooks/inbound/inbound-parts.js';
import { isRecord, listOf, textOf, type JsonRecord } from '../json.js';
import { idsInPlace } from '../user-id.js';
import { marketingFields, type MarketingOptions } from './marketing-options.js';

/** A recipient: the phone number where it is known, else the business-scoped user id, or a group. */
export type Recipient = { phoneNumber: string } | { userId: string } | { groupId: string };

/** A business phone number to send from, with the token of its account. */
export interface Channel {
  phoneNumberId: string;
  accessToken: string;
}

export interface MessageToSend {
  recipient: Recipient;
  /** `type` and what belongs to it. */
  content: JsonRecord;
  replyToWhatsappId: string | null;
  /** Comes back in every status of this message. */
  callbackData: string;
  /** By the Marketing Messages API, which takes marketing templates alone; null: by the ordinary endpoint. */
  marketing: MarketingOptions | null;
}

/** The answer of Meta to a message that it accepted. */
export interface Acceptance {
  whatsappId: string;
  /** Held back while Meta judges the quality of the template. */
  isHeld: boolean;
  /** The recipient's number in Meta's form; null where Meta does not say. */
  waId: string | null;
}

export interface MediaUpload {
  mimeType: string;
  fileName: string;
  bytes: Blob;
}

/** A file at Meta, before it is downloaded. */
export interface RemoteFile {
  url: string;
  mimeType: string | null;
  sha256: string | null;
  /** In bytes. */
  size: number | null;
}

/**
 * Messages API: `POST /{phone number id}/messages`, for marketing templates also `/marketing_messages`, and media. Meta
 * has no idempotency key: the same call twice is two messages.
 */
@Injectable()
export class MessagesApi {
  constructor(private readonly graph: GraphClient) {}

  /**
   * Sends a message. Accepted is not delivered.
   * @throws GraphError when Meta refuses
   * @throws GraphUnreachableError when nobody knows, or when it never left
   */
  async send(
    { phoneNumberId, accessToken }: Channel,
    { recipient, content, replyToWhatsappId, callbackData, marketing }: MessageToSend,
  ): Promise<Acceptance> {
    const answer = await this.graph.call({
      method: 'POST',
      path: `/${phoneNumberId}/${marketing === null ? 'messages' : 'marketing_messages'}`,
      accessToken,
      body: {
        messaging_product: 'whatsapp',
        ...recipientFields(recipient),
        ...content,
        ...(replyToWhatsappId === null ? {} : { context: { message_id: replyToWhatsappId } }),
        biz_opaque_callback_data: callbackData,
        ...(marketing === null ? {} : marketingFields(marketing)),
      },
    });
    const [accepted] = listOf(answer, 'messages');
    const [contact] = listOf(answer, 'contacts');
    return {
      whatsappId: requiredText(isRecord(accepted) ? accepted : {}, 'id'),
      isHeld: textOf(accepted, 'message_status') === 'held_for_quality_assessment',
      waId: idsInPlace({ waId: textOf(contact, 'wa_id'), userId: null }).waId,
    };
  }

  /** Uploads a file. Returns Meta's id, which lives for 30 days. */
  async uploadMedia({ phoneNumberId, accessToken }: Channel, file: MediaUpload): Promise<string> {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', file.mimeType);
    form.set('file', file.bytes, file.fileName);
    const answer = await this.graph.call({ method: 'POST', path: `/${phoneNumberId}/media`, accessToken, body: form });
    return requiredText(answer, 'id');
  }

  /** Describes a file; its URL is good for five minutes. */
  async describeMedia({ phoneNumberId, accessToken }: Channel, remoteId: string): Promise<RemoteFile> {
    const answer = await this.graph.call({
      method: 'GET',
      path: `/${remoteId}`,
      query: { phone_number_id: phoneNumberId },
      accessToken,
    });
    const url = textOf(answer, 'url');
    if (url === null) throw new GraphUnreachableError(false, 'a file without a url');
    const size = Number(textOf(answer, 'file_size') ?? Number.NaN);
    return {
      url,
      mimeType: textOf(answer, 'mime_type'),
      sha256: hexOf(textOf(answer, 'sha256')),
      size: Number.isFinite(size) ? size : null,
    };
  }

  /**
   * Downloads a file: its bytes, as they come.
   * @throws RefusedAddressError when Meta names an address for it that is none of Meta's
   */
  async downloadMedia({ accessToken }: Channel, { url }: RemoteFile): Promise<AsyncIterable<Uint8Array>> {
    return this.graph.download(url, accessToken);
  }

  /** Shows the customer that somebody types, for 25 seconds or until they answer; marks as read as well. */
  async showTyping({ phoneNumberId, accessToken }: Channel, whatsappId: string): Promise<void> {
    await this.graph.call({
      method: 'POST',
      path: `/${phoneNumberId}/messages`,
      accessToken,
      body: {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: whatsappId,
        typing_indicator: { type: 'text' },
      },
    });
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
