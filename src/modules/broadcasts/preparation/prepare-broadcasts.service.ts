import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { SECOND_MS } from '../../../common/durations.js';
import { withoutSuggestion } from '../../../common/errors/domain-error.js';
import { EventLog } from '../../../common/events/event-log.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { withLogFields } from '../../../common/logging/log-context.js';
import { TemplateOutboxService } from '../../messages/outbound/template-outbox.service.js';
import type { RecipientInput } from '../../messages/schema/message.inputs.js';
import { TemplatesService, type Template } from '../../templates/templates.service.js';
import { viewerOfAuthor, type Viewer } from '../../users/domain/viewer.js';
import { BroadcastEntity, type SkippedEntry } from '../broadcast.entity.js';
import { ChooseRecipientsService } from '../choose-recipients.service.js';
import { MAX_LISTED_SKIPPED } from '../domain/broadcast.js';
import { uniqueByCustomer } from './unique-recipients.js';
import { BATCH_SIZE, WaitingRecipientsService } from './waiting-recipients.service.js';

const POLL_MS = SECOND_MS;
const RETRY_MS = 30 * SECOND_MS;

/** A batch of recipients, as they were given. */
interface Batch {
  firstIndex: number;
  recipients: (RecipientInput | null)[];
  /** Where a filter goes on. */
  afterRecordId: string | null;
}

/**
 * Prepares broadcasts in the background: a batch of recipients a transaction, in which their messages are stored and it is
 * written down how far it is. So a process that dies in the middle has prepared a batch as a whole or not at all. Of several
 * broadcasts the one that is least far goes on; several processes prepare several.
 */
@Injectable()
export class PrepareBroadcastsService implements OnApplicationBootstrap {
  private readonly logger = new Logger(PrepareBroadcastsService.name);
  /** Broadcasts that could not be prepared, and when they are tried again. */
  private readonly retryAt = new Map<string, number>();

  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly templates: TemplatesService,
    private readonly choosing: ChooseRecipientsService,
    private readonly outbox: TemplateOutboxService,
    private readonly waiting: WaitingRecipientsService,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({
      name: PrepareBroadcastsService.name,
      work: () => this.prepareBatch(),
      pollMs: POLL_MS,
      wakesOn: 'broadcasts-changed',
    });
  }

  /** True while there is more to prepare. One that cannot be prepared now holds up no other. */
  private async prepareBatch(): Promise<boolean> {
    let id: string | null = null;
    try {
      return await this.database.transactionThatBeginsAgain(async () => {
        const broadcast = await this.lockNext();
        if (broadcast === null) return false;
        id = broadcast.id;
        await this.prepareNext(broadcast);
        return true;
      });
    } catch (error) {
      if (id !== null) this.retryAt.set(id, performance.now() + RETRY_MS);
      throw error;
    }
  }

  private async prepareNext(broadcast: BroadcastEntity): Promise<void> {
    const [template] = await this.templates.byIds([broadcast.templateId]);
    const author = viewerOfAuthor(broadcast);
    if (template == null || author === null) return this.cancel(broadcast);
    const batch = await this.nextBatch(template, broadcast);
    if (batch === null) await this.finish(broadcast);
    else await this.prepare(author, template, broadcast, batch);
  }

  /** The one that is least far of those with something to prepare, locked; nobody else's. */
  private async lockNext(): Promise<BroadcastEntity | null> {
    for (const [id, time] of this.retryAt) if (time < performance.now()) this.retryAt.delete(id);
    const [row] = await this.database.query<{ id: string }>(
      `SELECT id FROM broadcasts WHERE status = 'PREPARING' AND id <> ALL($1)
          AND (has_all_recipients OR EXISTS (SELECT FROM broadcast_recipients waiting WHERE waiting.broadcast_id = broadcasts.id AND waiting.recipients IS NOT NULL))
        ORDER BY prepared_recipients, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [[...this.retryAt.keys()]],
    );
    return row === undefined ? null : this.database.repository(BroadcastEntity).findOneBy({ id: row.id });
  }

  /** Null: everybody has been prepared. */
  private async nextBatch(template: Template, broadcast: BroadcastEntity): Promise<Batch | null> {
    const { id, recordFilter, afterRecordId, untilRecordId, preparedRecipients } = broadcast;
    if (recordFilter === null) {
      const waiting = await this.waiting.next(id);
      return waiting === null ? null : { ...waiting, afterRecordId: null };
    }
    const range = { after: afterRecordId, until: untilRecordId, limit: BATCH_SIZE };
    const recipients = await this.choosing.recordsAfter(template, recordFilter, range);
    const last = recipients.at(-1);
    return last === undefined ? null : { firstIndex: preparedRecipients, recipients, afterRecordId: last.recordId };
  }

  private async prepare(
    author: Viewer,
    template: Template,
    broadcast: BroadcastEntity,
    { firstIndex, recipients, afterRecordId }: Batch,
  ): Promise<void> {
    const { id, businessPhoneNumberId } = broadcast;
    const { chosen, skipped } = await this.choosing.prepare(author, template, recipients, firstIndex);
    const outgoing = await this.outbox.openConversations(
      template,
      businessPhoneNumberId,
      chosen.map(({ recipient }) => recipient),
    );
    const reached = await this.outbox.conversationsReached(
      id,
      outgoing.map(({ conversation }) => conversation.id),
    );
    const { unique, repeated } = uniqueByCustomer(outgoing, chosen, reached);
    await this.outbox.add(author, template, unique, { idempotencyKey: `broadcast ${id}`, broadcastId: id });
    if (broadcast.recordFilter === null) await this.waiting.forget(id, firstIndex);
    await this.recordProgress(
      broadcast,
      unique.length,
      firstIndex + recipients.length,
      [...skipped, ...repeated],
      afterRecordId,
    );
  }

  private async recordProgress(
    broadcast: BroadcastEntity,
    added: number,
    preparedRecipients: number,
    skipped: readonly SkippedEntry[],
    afterRecordId: string | null,
  ): Promise<void> {
    const listed = skipped
      .toSorted((a, b) => a.index - b.index)
      .slice(0, Math.max(0, MAX_LISTED_SKIPPED - broadcast.skipped.length));
    await this.database.repository(BroadcastEntity).update(broadcast.id, {
      total: broadcast.total + added,
      preparedRecipients,
      skippedCount: broadcast.skippedCount + skipped.length,
      afterRecordId,
      ...(listed.length === 0
        ? {}
        : {
            skipped: [
              ...broadcast.skipped,
              ...listed.map((entry) => ({ ...entry, problems: entry.problems.map(withoutSuggestion) })),
            ],
          }),
    });
  }

  /** From now on it goes out, or when its time has come. */
  private async finish({ id, accountId, startAt, preparedRecipients }: BroadcastEntity): Promise<void> {
    const status = startAt > this.clock.now() ? 'SCHEDULED' : 'RUNNING';
    await this.database.repository(BroadcastEntity).update(id, { status, expectedRecipients: preparedRecipients });
    this.events.append({ accountId, kind: 'BROADCAST', entityId: id });
    await this.wakeUps.wakeAfterCommit('broadcasts-changed');
    await this.wakeUps.wakeAfterCommit('messages-queued');
  }

  /** Its template or whoever started it is gone. The watcher cancels its messages. */
  private async cancel({ id, accountId }: BroadcastEntity): Promise<void> {
    withLogFields({ broadcastId: id }, () => this.logger.warn('The template or the author of a broadcast is gone.'));
    await this.database.repository(BroadcastEntity).update(id, { status: 'CANCELLED' });
    await this.waiting.forgetAll(id);
    this.events.append({ accountId, kind: 'BROADCAST', entityId: id });
  }
}
