import { Injectable } from '@nestjs/common';
import { GraphClient } from './graph-client.js';

/** What the WhatsApp Business app on a phone can hand over. */
export type PhoneAppData = 'HISTORY' | 'CONTACTS';

/** Meta's names of it, which are those of the webhook fields as well. */
const SYNC_TYPES: Readonly<Record<PhoneAppData, string>> = { HISTORY: 'history', CONTACTS: 'smb_app_state_sync' };

/** Phone app API: asks for what the WhatsApp Business app of a number has; it comes by webhooks. */
@Injectable()
export class PhoneAppApi {
  constructor(private readonly graph: GraphClient) {}

  /** `POST /{phone-number-id}/smb_app_data`; Meta allows it once, within 24 hours after the number was connected. */
  async requestData(accessToken: string, whatsappPhoneNumberId: string, data: PhoneAppData): Promise<void> {
    await this.graph.call({
      method: 'POST',
      path: `/${whatsappPhoneNumberId}/smb_app_data`,
      accessToken,
      body: { messaging_product: 'whatsapp', sync_type: SYNC_TYPES[data] },
    });
  }
}
