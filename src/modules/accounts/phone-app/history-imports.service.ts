import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import type { HistoryProgress } from '../../../whatsapp/webhooks/phone-app-parts.js';
import { PhoneNumbersService } from '../phone-numbers/phone-numbers.service.js';
import { HistoryImportEntity } from './history-import.entity.js';

/** History imports: how far the history of each number's phone app has been read, in whatever order its chunks come. */
@Injectable()
export class HistoryImportsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly numbers: PhoneNumbersService,
  ) {}

  /** For DataLoaders: the import of each number, in order; null where nothing was asked for, and nothing came. */
  readonly byNumberIds = async (numberIds: readonly string[]): Promise<(HistoryImportEntity | null)[]> => {
    const rows = await this.database.rows(HistoryImportEntity, 'WHERE business_phone_number_id = ANY($1)', [numberIds]);
    return inOrderOf(numberIds, rows, (row) => row.businessPhoneNumberId);
  };

  /** Records chunks that have been read, in the caller's transaction. */
  async apply(accountId: string, chunks: readonly HistoryProgress[]): Promise<void> {
    for (const chunk of chunks) {
      const numberId = await this.numbers.idOf(accountId, chunk.phoneNumberId, chunk.displayPhoneNumber);
      if (chunk.refusal === null) await this.recordChunk(numberId, chunk);
      else await this.recordRefusal(numberId, chunk);
    }
    if (chunks.length > 0) this.events.append({ accountId, kind: 'ACCOUNT', entityId: accountId });
  }

  /** Adds messages that were new here, in the caller's transaction. */
  async addMessages(numberId: string, count: number): Promise<void> {
    if (count === 0) return;
    await this.database.run(
      `INSERT INTO history_imports (business_phone_number_id, messages_read, started_at) VALUES ($1, $2, $3)
       ON CONFLICT (business_phone_number_id) DO UPDATE
         SET messages_read = history_imports.messages_read + $2, started_at = coalesce(history_imports.started_at, $3)`,
      [numberId, count, this.clock.now()],
    );
  }

  /**
   * Records that Meta has accepted a request made at `at`: a new import begins, whatever came of an earlier one. What has come
   * since then belongs to it: webhooks may overtake Meta's answer.
   */
  async recordRequest(numberId: string, ofContacts: boolean, at: Date): Promise<void> {
    const column = ofContacts ? 'contacts_requested_at' : 'requested_at';
    await this.database.run(
      `INSERT INTO history_imports (business_phone_number_id, ${column}) VALUES ($1, $2)
       ON CONFLICT (business_phone_number_id) DO UPDATE SET ${column} = $2`,
      [numberId, at],
    );
    if (ofContacts) return;
    await this.database.run(
      `UPDATE history_imports SET phase = NULL, chunk_order = NULL, progress = NULL, chunks = '{}', messages_read = 0,
              started_at = NULL, finished_at = NULL, refusal = NULL
        WHERE business_phone_number_id = $1 AND coalesce(started_at, finished_at, '-infinity') < $2`,
      [numberId, at],
    );
  }

  /** Chunks overtake each other: what has come furthest counts, and what has ended does not begin again. */
  private async recordChunk(numberId: string, { phase, chunkOrder, progress }: HistoryProgress): Promise<void> {
    await this.database.run(
      `INSERT INTO history_imports (business_phone_number_id, phase, chunk_order, progress, chunks, started_at, finished_at)
       VALUES ($1, $2::integer, $3::integer, $4::integer, ARRAY[$5::text], $6::timestamptz, CASE WHEN $4 >= 100 THEN $6 END)
       ON CONFLICT (business_phone_number_id) DO UPDATE SET
         (phase, chunk_order) = (SELECT place.phase, place.chunk_order
            FROM (VALUES (history_imports.phase, history_imports.chunk_order), (excluded.phase, excluded.chunk_order)) AS place (phase, chunk_order)
           ORDER BY place.phase DESC NULLS LAST, place.chunk_order DESC NULLS LAST LIMIT 1),
         progress = greatest(history_imports.progress, excluded.progress),
         chunks = CASE WHEN $5 = ANY(history_imports.chunks) THEN history_imports.chunks ELSE history_imports.chunks || $5 END,
         started_at = coalesce(history_imports.started_at, excluded.started_at),
         finished_at = coalesce(history_imports.finished_at, excluded.finished_at), refusal = NULL`,
      [numberId, phase, chunkOrder, progress, `${phase ?? '?'}.${chunkOrder ?? '?'}`, this.clock.now()],
    );
  }

  private async recordRefusal(numberId: string, { refusal }: HistoryProgress): Promise<void> {
    await this.database.run(
      `INSERT INTO history_imports (business_phone_number_id, refusal, finished_at) VALUES ($1, $2::jsonb, $3)
       ON CONFLICT (business_phone_number_id) DO UPDATE
         SET refusal = $2::jsonb, finished_at = coalesce(history_imports.finished_at, $3)`,
      [numberId, JSON.stringify(refusal), this.clock.now()],
    );
  }
}
