import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import type { ErasureSubject } from '../../common/erasure/erasure-part.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import { fewRows } from '../../common/erasure/exported-rows.js';
import { wamidFragments } from '../../whatsapp/wamid.js';
import { IdempotencyService } from './outbound/idempotency.service.js';

/**
 * Erasure of what is left of a person where messages are sent: statuses of messages that are not known here, whose wamid
 * holds the number, and the callers' names of requests, which may hold anything.
 */
@Injectable()
export class TraceErasure {
  constructor(
    private readonly database: Database,
    erasure: ErasureService,
    private readonly idempotency: IdempotencyService,
  ) {
    erasure.register(
      {
        name: 'early statuses',
        tables: ['early_statuses'],
        before: [],
        erase: ({ phoneNumbers }) => this.eraseStatuses(phoneNumbers),
        exports: [
          {
            name: 'early-statuses',
            tables: ['early_statuses'],
            rows: ({ phoneNumbers }) =>
              fewRows(
                this.database,
                'SELECT to_jsonb(early_statuses)::text AS json FROM early_statuses WHERE whatsapp_id LIKE ANY($1) ORDER BY received_at',
                [patternsOf(phoneNumbers)],
              ),
          },
        ],
      },
      {
        name: 'idempotency keys',
        tables: ['idempotency_keys'],
        before: ['messages'],
        erase: (subject) => this.idempotency.erase(subject),
        exports: [
          {
            name: 'idempotency-keys',
            tables: ['idempotency_keys'],
            rows: (subject) => this.idempotency.rowsOf(subject),
          },
        ],
      },
    );
  }

  private async eraseStatuses(phoneNumbers: ErasureSubject['phoneNumbers']): Promise<number> {
    return this.database.run('DELETE FROM early_statuses WHERE whatsapp_id LIKE ANY($1)', [patternsOf(phoneNumbers)]);
  }
}

/** Patterns of wamids that hold one of these numbers. */
function patternsOf(phoneNumbers: readonly string[]): string[] {
  return phoneNumbers.flatMap((number) => wamidFragments(number.slice(1))).map((fragment) => `%${fragment}%`);
}
