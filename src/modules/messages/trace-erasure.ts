import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import type { ErasureSubject } from '../../common/erasure/erasure-part.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import { wamidFragments } from '../../whatsapp/wamid.js';
import { IdempotencyService } from './outbound/idempotency.service.js';

/**
 * Erasure of what is left of a person where messages are sent: statuses of messages that are not known here, whose wamid
 * holds the number, and the callers' names of requests, which may hold anything.
 */
@Injectable()
export class TraceErasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasure: ErasureService,
    private readonly idempotency: IdempotencyService,
  ) {}

  onModuleInit(): void {
    this.erasure.register(
      {
        name: 'early statuses',
        tables: ['early_statuses'],
        before: [],
        erase: ({ phoneNumbers }) => this.eraseStatuses(phoneNumbers),
      },
      {
        name: 'idempotency keys',
        tables: ['idempotency_keys'],
        before: ['messages'],
        erase: (subject) => this.idempotency.erase(subject),
      },
    );
  }

  private async eraseStatuses(phoneNumbers: ErasureSubject['phoneNumbers']): Promise<number> {
    const fragments = phoneNumbers.flatMap((number) => wamidFragments(number.slice(1)));
    return this.database.run('DELETE FROM early_statuses WHERE whatsapp_id LIKE ANY($1)', [
      fragments.map((fragment) => `%${fragment}%`),
    ]);
  }
}
