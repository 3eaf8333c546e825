import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import type { ChangeKind, ChangeSource } from '../history/history-entry.entity.js';
import { HistoryService } from '../history/history.service.js';
import { BusinessPhoneNumberEntity } from './business-phone-number.entity.js';

type Column = 'qualityRating' | 'messagingLimit' | 'throughput' | 'status' | 'verifiedName';

/** What of a number has a history, and as which kind. */
const FOLLOWED: Readonly<Record<Column, ChangeKind>> = {
  qualityRating: 'QUALITY',
  messagingLimit: 'LIMIT',
  throughput: 'THROUGHPUT',
  status: 'STATUS',
  verifiedName: 'NAME',
};

/** How changes of numbers became known, and when they were made by Meta's clock (ours unless it says). */
interface NumberCause {
  source: ChangeSource;
  occurredAt?: Date;
}

/** Changes of numbers: an entry of history for each quality, limit, throughput, status and name that is another than before. */
@Injectable()
export class NumberChangesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly history: HistoryService,
  ) {}

  /** Runs `change` and records what it changed on the numbers of the account. In the caller's transaction. */
  async recording<T>(accountId: string, { source, occurredAt }: NumberCause, change: () => Promise<T>): Promise<T> {
    const before = await this.numbersOf(accountId);
    const result = await change();
    const cause = { accountId, templateId: null, source, userId: null, occurredAt: occurredAt ?? this.clock.now() };
    for (const number of await this.numbersOf(accountId)) {
      const former = before.find(({ id }) => id === number.id);
      if (former === undefined) continue;
      const changed = (Object.keys(FOLLOWED) as Column[])
        .filter((column) => former[column] !== null) // known for the first time: that is no change
        .filter((column) => former[column] !== number[column]);
      await this.history.record(
        ...changed.map((column) => ({
          ...cause,
          businessPhoneNumberId: number.id,
          kind: FOLLOWED[column],
          from: textOf(former[column]),
          to: textOf(number[column]),
          reason: null,
        })),
      );
    }
    return result;
  }

  private async numbersOf(accountId: string): Promise<BusinessPhoneNumberEntity[]> {
    return this.database
      .repository(BusinessPhoneNumberEntity)
      .find({ where: { accountId }, order: { createdAt: 'ASC' } });
  }
}

function textOf(value: string | number | null): string | null {
  return value === null ? null : String(value);
}
