import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import type { InboundContent } from '../../../whatsapp/webhooks/inbound/inbound-content.types.js';
import { searchableText } from '../domain/readable-text.js';
import type { InboundMessage } from '../inbound/inbound-message.js';

const COLUMNS = {
  id: 'uuid',
  number_id: 'uuid',
  whatsapp_id: 'text',
  kind: 'text',
  content: 'jsonb',
  text: 'text | null',
  search_text: 'text | null',
  raw: 'jsonb',
} as const;

/** In the place of a file: the history names it, and its content follows in another webhook, or never. */
const PLACEHOLDER = 'media_placeholder';
const IS_PLACEHOLDER = `messages.kind = 'UNSUPPORTED' AND messages.content->>'type' = '${PLACEHOLDER}'`;

/** A message that was stored before from the history, as it is told now. */
export interface OverlappingMessage {
  /** With the id of the stored one. */
  message: InboundMessage;
  /** Its content is the one told now, so that its file is to be recorded. */
  isReplaced: boolean;
}

/** History overlap: messages that the history of the phone's app has told already, or has told without their content. */
@Injectable()
export class HistoryOverlapService {
  constructor(private readonly database: Database) {}

  /**
   * Makes those of these messages that the history was first to tell what they would be without it: they happen now. In the
   * caller's transaction.
   */
  async renew(told: readonly InboundMessage[]): Promise<OverlappingMessage[]> {
    return this.overlay(
      told,
      `position = nextval('message_positions'), created_at = greatest(created_at, now())`,
      'messages.position < 0',
    );
  }

  /** Fills placeholders of the history with the contents that have followed. In the caller's transaction. */
  async fill(told: readonly InboundMessage[]): Promise<OverlappingMessage[]> {
    const filling = told.filter(({ message }) => !isPlaceholder(message.content));
    return this.overlay(filling, 'position = messages.position', IS_PLACEHOLDER);
  }

  private async overlay(
    told: readonly InboundMessage[],
    change: string,
    condition: string,
  ): Promise<OverlappingMessage[]> {
    const rows = told.flatMap(({ id, message: { whatsappId, raw }, businessPhoneNumberId, stored, text }) =>
      whatsappId === null
        ? []
        : [
            {
              ...{ id, number_id: businessPhoneNumberId, whatsapp_id: whatsappId, kind: stored.kind },
              ...{ content: stored.content, text, search_text: searchableText(stored, text), raw },
            },
          ],
    );
    if (rows.length === 0) return [];
    const incoming = rowset('incoming', COLUMNS, rows);
    const pick = (column: string): string =>
      `${column} = CASE WHEN ${IS_PLACEHOLDER} THEN incoming.${column} ELSE messages.${column} END`;
    const changed = await this.database.query<{ id: string; told_id: string; content: { mediaId?: string } }>(
      `UPDATE messages SET ${change}, ${['kind', 'content', 'text', 'search_text', 'raw'].map(pick).join(', ')}
         FROM ${incoming.sql}
        WHERE messages.business_phone_number_id = incoming.number_id AND messages.whatsapp_id = incoming.whatsapp_id AND ${condition}
       RETURNING messages.id, incoming.id AS told_id, messages.content`,
      incoming.parameters,
    );
    const byToldId = new Map(changed.map((row) => [row.told_id, row]));
    return told.flatMap((message) => {
      const row = byToldId.get(message.id);
      if (row === undefined) return [];
      return [{ message: { ...message, id: row.id }, isReplaced: row.content.mediaId === message.mediaId }];
    });
  }
}

/** Whether the history names a file here, and says no more of it. */
export function isPlaceholder(content: InboundContent): boolean {
  return content.kind === 'UNSUPPORTED' && content.type === PLACEHOLDER;
}
