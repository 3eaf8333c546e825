import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { newId } from '../../common/ids.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';

interface WaitingDelivery {
  id: string;
  accountId: string;
  body: Buffer;
  receivedAt: Date;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Thrown when more is waiting to be written than memory should hold: Meta tries again later. */
export class IntakeOverloadedError extends Error {}

const MOST_ROWS_A_COMMIT = 500;
const MOST_BYTES_WAITING = 64 * 1024 * 1024;

/**
 * Makes raw deliveries durable, many with one commit: while one batch is being written, the next one gathers. So one
 * fsync serves all who wait, and a lone delivery does not wait for company.
 */
@Injectable()
export class DeliveryStore {
  private waiting: WaitingDelivery[] = [];
  private bytesWaiting = 0;
  private isCommitting = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  /** Resolves when the delivery would survive kill -9. */
  add(accountId: string, body: Buffer): Promise<void> {
    if (this.bytesWaiting > MOST_BYTES_WAITING) return Promise.reject(new IntakeOverloadedError());
    this.bytesWaiting += body.length;
    return new Promise((resolve, reject) => {
      this.waiting.push({ id: newId(), accountId, body, receivedAt: this.clock.now(), resolve, reject });
      if (!this.isCommitting) void this.commitAll();
    });
  }

  /** One commit at a time: two at once were measured to be slower, for their batches are half as large. */
  private async commitAll(): Promise<void> {
    this.isCommitting = true;
    await null; // whoever arrives in the same turn comes along
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MOST_ROWS_A_COMMIT);
      try {
        await this.write(batch);
        for (const delivery of batch) delivery.resolve();
        for (const accountId of new Set(batch.map((delivery) => delivery.accountId))) {
          this.wakeUps.ring('webhooks-received', accountId);
        }
      } catch (error) {
        for (const delivery of batch) delivery.reject(error);
      }
      for (const { body } of batch) this.bytesWaiting -= body.length;
    }
    this.isCommitting = false;
  }

  /** All bodies travel as one parameter and are cut apart by the database: no escaping, no copy a row. */
  private async write(batch: WaitingDelivery[]): Promise<void> {
    let end = 1;
    const starts = batch.map(({ body }) => (end += body.length) - body.length);
    await this.database.run(
      `INSERT INTO webhook_deliveries (id, account_id, body, received_at)
       SELECT entry.id, entry.account_id, substring($1::bytea FROM entry.start FOR entry.length), entry.received_at
         FROM unnest($2::uuid[], $3::uuid[], $4::integer[], $5::integer[], $6::timestamptz[])
           AS entry (id, account_id, start, length, received_at)`,
      [
        Buffer.concat(batch.map(({ body }) => body)),
        batch.map(({ id }) => id),
        batch.map(({ accountId }) => accountId),
        starts,
        batch.map(({ body }) => body.length),
        batch.map(({ receivedAt }) => receivedAt.toISOString()),
      ],
    );
  }
}
