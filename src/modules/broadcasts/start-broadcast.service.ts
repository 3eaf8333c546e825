import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { DomainError, withoutSuggestion, type Problem } from '../../common/errors/domain-error.js';
import { EventLog } from '../../common/events/event-log.js';
import { newId } from '../../common/ids.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { IdempotencyService } from '../messages/outbound/idempotency.service.js';
import { TemplateOutboxService, type OutgoingTemplate } from '../messages/outbound/template-outbox.service.js';
import { TemplatesService, type Template } from '../templates/templates.service.js';
import { AuditService, detail } from '../users/audit/audit.service.js';
import { userIdOf, type Viewer } from '../users/domain/viewer.js';
import type { StartBroadcastInput } from './broadcast.inputs.js';
import { BroadcastEntity, type SkippedEntry } from './broadcast.entity.js';
import { BroadcastsService } from './broadcasts.service.js';
import { ChooseRecipientsService, type ChosenRecipient } from './choose-recipients.service.js';
import { scheduleProblems, type BroadcastSchedule } from './domain/broadcast.js';

/** More would help nobody, and the answer would be larger than the request. */
const MAX_LISTED_PROBLEMS = 1_000;

/** Starts a broadcast: all of it is checked, filled in and stored in one transaction, or nothing is. */
@Injectable()
export class StartBroadcastService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly templates: TemplatesService,
    private readonly idempotency: IdempotencyService,
    private readonly choosing: ChooseRecipientsService,
    private readonly outbox: TemplateOutboxService,
    private readonly broadcasts: BroadcastsService,
    private readonly audit: AuditService,
  ) {}

  async start(viewer: Viewer, input: StartBroadcastInput): Promise<BroadcastEntity> {
    const { idempotencyKey, templateId, skipInvalid } = input;
    return this.database.transaction(async () => {
      const { accountId } = await this.templates.require(viewer, templateId, 'templateId');
      const request = { ...input, idempotencyKey: 'startBroadcast' };
      const [earlier] = (await this.idempotency.claim(accountId, idempotencyKey, request)) ?? [];
      if (earlier !== undefined) return this.broadcasts.require(viewer, earlier, 'idempotencyKey');
      const schedule = { messagesPerSecond: input.messagesPerSecond ?? null, startAt: input.startAt ?? null };
      const problems = scheduleProblems(schedule, this.clock.now());
      if (problems.length > 0) throw new DomainError(...problems);
      const template = await this.templates.requireSendable(viewer, templateId, 'templateId');
      const numberId = await this.outbox.senderNumber(viewer, accountId, input.phoneNumberId ?? null);
      const { chosen, skipped } = await this.choosing.choose(viewer, template, input);
      const recipients = chosen.map(({ recipient }) => recipient);
      const outgoing = await this.outbox.openConversations(template, numberId, recipients);
      const { unique, repeated } = byCustomer(outgoing, chosen);
      const leftOut = [...skipped, ...repeated];
      if (leftOut.length > 0 && (!skipInvalid || unique.length === 0)) throw refusalOf(leftOut);
      const broadcast = await this.store(viewer, template, numberId, schedule, {
        total: unique.length,
        skipped: leftOut
          .toSorted((a, b) => a.index - b.index)
          .map((entry) => ({ ...entry, problems: entry.problems.map(withoutSuggestion) })),
      });
      await this.outbox.add(viewer, template, unique, { idempotencyKey, broadcastId: broadcast.id });
      await this.idempotency.complete(accountId, idempotencyKey, [broadcast.id]);
      await this.audit.record(viewer, {
        action: 'BROADCAST_STARTED',
        subject: { type: 'BROADCAST', id: broadcast.id, name: template.name },
        accountId,
        details: [detail('recipients', unique.length)],
      });
      this.events.append({ accountId, kind: 'BROADCAST', entityId: broadcast.id });
      await this.wakeUps.wakeAfterCommit('broadcasts-changed');
      return broadcast;
    });
  }

  private async store(
    viewer: Viewer,
    { id: templateId, accountId }: Template,
    businessPhoneNumberId: string,
    { messagesPerSecond, startAt: wanted }: BroadcastSchedule,
    recipients: Pick<BroadcastEntity, 'total' | 'skipped'>,
  ): Promise<BroadcastEntity> {
    const [id, now] = [newId(), this.clock.now()];
    const startAt = wanted !== null && wanted > now ? wanted : now;
    await this.database.repository(BroadcastEntity).insert({
      ...recipients,
      id,
      accountId,
      businessPhoneNumberId,
      templateId,
      status: startAt > now ? 'SCHEDULED' : 'RUNNING',
      messagesPerSecond,
      startAt,
      authorUserId: userIdOf(viewer),
      authorApiKeyId: viewer.kind === 'API_KEY' ? viewer.id : null,
      createdAt: now,
    });
    return this.database.repository(BroadcastEntity).findOneByOrFail({ id });
  }
}

/** One customer gets it once, in whatever form their number was written; the later ones are repeated. */
function byCustomer(
  outgoing: readonly OutgoingTemplate[],
  chosen: readonly ChosenRecipient[],
): { unique: OutgoingTemplate[]; repeated: SkippedEntry[] } {
  const indexOf = new Map(chosen.map(({ recipient, index }) => [recipient.messageId, index]));
  const firstOf = new Map<string, number>();
  const repeated: SkippedEntry[] = [];
  const unique = outgoing.filter(({ recipient: { messageId, recordId }, conversation }) => {
    const index = indexOf.get(messageId) ?? 0;
    const first = firstOf.get(conversation.id);
    if (first === undefined) {
      firstOf.set(conversation.id, index);
      return true;
    }
    const message = `This customer is also recipient ${first}: one broadcast reaches a customer once.`;
    const path = ['recipients', String(index)];
    repeated.push({ index, recordId, problems: [{ code: 'DUPLICATE', message, path }] });
    return false;
  });
  return { unique, repeated };
}

function refusalOf(skipped: readonly SkippedEntry[]): DomainError {
  const problems = skipped.flatMap((entry) => entry.problems);
  const listed: Problem[] = problems.slice(0, MAX_LISTED_PROBLEMS);
  if (problems.length > listed.length) {
    const message = `${problems.length - listed.length} more errors are not listed.`;
    listed.push({ code: 'INVALID_INPUT', message, path: ['recipients'] });
  }
  return new DomainError(...listed);
}
