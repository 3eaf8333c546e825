import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { DomainError, withoutSuggestion, type Problem } from '../../common/errors/domain-error.js';
import { EventLog } from '../../common/events/event-log.js';
import { newId } from '../../common/ids.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { IdempotencyService } from '../messages/outbound/idempotency.service.js';
import { TemplateOutboxService } from '../messages/outbound/template-outbox.service.js';
import { isAboutOneOrder } from '../templates/domain/needs.js';
import { TemplatesService, type Template } from '../templates/templates.service.js';
import { AuditService, detail } from '../users/audit/audit.service.js';
import { userIdOf, type Viewer } from '../users/domain/viewer.js';
import type { StartBroadcastInput } from './schema/broadcast.inputs.js';
import { BroadcastEntity, type SkippedEntry } from './broadcast.entity.js';
import { BroadcastsService } from './broadcasts.service.js';
import { uniqueByCustomer } from './preparation/unique-recipients.js';
import { WaitingRecipientsService } from './preparation/waiting-recipients.service.js';
import { ChooseRecipientsService } from './choose-recipients.service.js';
import { scheduleProblems, type BroadcastSchedule } from './domain/broadcast.js';
import { because } from '../../common/errors/because.js';

/** More would help nobody, and the answer would be larger than the request. */
const MAX_LISTED_PROBLEMS = 1_000;

/** What of a broadcast is known when it is stored. */
type Recipients = Pick<BroadcastEntity, 'total' | 'skipped'> & Partial<BroadcastEntity>;

/**
 * Starts a broadcast: all of it is checked, filled in and stored in one transaction, or nothing is. One whose recipients are
 * yet to come, or too many, is stored PREPARING: the background does the rest.
 */
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
    private readonly waiting: WaitingRecipientsService,
  ) {}

  async start(viewer: Viewer, input: StartBroadcastInput): Promise<BroadcastEntity> {
    const { idempotencyKey, templateId, skipInvalid } = input;
    return this.database.transactionThatBeginsAgain(async () => {
      const { accountId } = await this.templates.require(viewer, templateId, 'templateId');
      const request = { ...input, idempotencyKey: 'startBroadcast' };
      const [earlier] = (await this.idempotency.claim(accountId, idempotencyKey, request)) ?? [];
      if (earlier !== undefined) return this.broadcasts.require(viewer, earlier, 'idempotencyKey');
      const schedule = { messagesPerSecond: input.messagesPerSecond ?? null, startAt: input.startAt ?? null };
      const problems = scheduleProblems(schedule, this.clock.now());
      if (problems.length > 0) throw new DomainError(...problems);
      const template = await this.templates.requireSendableTo(viewer, Infinity, templateId, 'templateId');
      refuseAboutOneOrder(template);
      const numberId = await this.outbox.senderNumber(viewer, accountId, input.phoneNumberId ?? null);
      refuseUnlessPreparable(input);
      const choice = input.moreRecipientsFollow ? null : await this.choosing.choose(viewer, template, input);
      if (choice === null) return this.startPreparing(viewer, template, numberId, schedule, input);
      const { chosen, skipped } = choice;
      const recipients = chosen.map(({ recipient }) => recipient);
      const outgoing = await this.outbox.openConversations(template, numberId, recipients);
      const { unique, repeated } = uniqueByCustomer(outgoing, chosen);
      const leftOut = [...skipped, ...repeated];
      if (leftOut.length > 0 && (!skipInvalid || unique.length === 0)) throw refusalOf(leftOut);
      const broadcast = await this.store(viewer, template, numberId, schedule, {
        total: unique.length,
        expectedRecipients: chosen.length + skipped.length,
        preparedRecipients: chosen.length + skipped.length,
        skippedCount: leftOut.length,
        skipped: leftOut
          .toSorted((a, b) => a.index - b.index)
          .map((entry) => ({ ...entry, problems: entry.problems.map(withoutSuggestion) })),
      });
      await this.outbox.add(viewer, template, unique, { idempotencyKey, broadcastId: broadcast.id });
      return this.record(viewer, template, idempotencyKey, broadcast);
    });
  }

  /** @throws DomainError where a text cannot be stored: nobody would see it before the background came to it */
  private async startPreparing(
    viewer: Viewer,
    template: Template,
    numberId: string,
    schedule: BroadcastSchedule,
    { idempotencyKey, recipients, recordFilter, moreRecipientsFollow }: StartBroadcastInput,
  ): Promise<BroadcastEntity> {
    const given = recipients ?? [];
    const unreadable = given.flatMap(({ textProblems }) => textProblems ?? []);
    if (unreadable.length > 0) throw new DomainError(...unreadable.slice(0, MAX_LISTED_PROBLEMS));
    const broadcast = await this.store(viewer, template, numberId, schedule, {
      total: 0,
      skipped: [],
      status: 'PREPARING',
      hasAllRecipients: !moreRecipientsFollow,
      ...(recordFilter == null
        ? { expectedRecipients: given.length }
        : { recordFilter: recordFilter, untilRecordId: await this.choosing.lastRecordId(template) }),
    });
    if (given.length > 0) await this.waiting.add(broadcast.id, 0, given);
    return this.record(viewer, template, idempotencyKey, broadcast);
  }

  private async record(
    viewer: Viewer,
    { accountId, name }: Template,
    idempotencyKey: string,
    broadcast: BroadcastEntity,
  ): Promise<BroadcastEntity> {
    await this.idempotency.complete(accountId, idempotencyKey, [broadcast.id]);
    await this.audit.record(viewer, {
      action: 'BROADCAST_STARTED',
      subject: { type: 'BROADCAST', id: broadcast.id, name },
      accountId,
      details: broadcast.status === 'PREPARING' ? [] : [detail('recipients', broadcast.total)],
    });
    this.events.append({ accountId, kind: 'BROADCAST', entityId: broadcast.id });
    await this.wakeUps.wakeAfterCommit('broadcasts-changed');
    return broadcast;
  }

  private async store(
    viewer: Viewer,
    { id: templateId, accountId }: Template,
    businessPhoneNumberId: string,
    { messagesPerSecond, startAt: wanted }: BroadcastSchedule,
    recipients: Recipients,
  ): Promise<BroadcastEntity> {
    const [id, now] = [newId(), this.clock.now()];
    const startAt = wanted !== null && wanted > now ? wanted : now;
    await this.database.repository(BroadcastEntity).insert({
      status: startAt > now ? 'SCHEDULED' : 'RUNNING',
      ...recipients,
      id,
      accountId,
      businessPhoneNumberId,
      templateId,
      messagesPerSecond,
      startAt,
      authorUserId: userIdOf(viewer),
      authorApiKeyId: viewer.kind === 'API_KEY' ? viewer.id : null,
      createdAt: now,
    });
    return this.database.repository(BroadcastEntity).findOneByOrFail({ id });
  }
}

/** @throws DomainError: an order is one customer's, who alone is to see and pay it */
function refuseAboutOneOrder(template: Template): void {
  if (!isAboutOneOrder(template)) return;
  const why = because('TEMPLATE_ABOUT_ONE_ORDER');
  throw new DomainError({ code: 'TEMPLATE_NOT_SENDABLE', ...why, path: ['templateId'] });
}

/** @throws DomainError where recipients cannot come, or be prepared, later */
function refuseUnlessPreparable({
  recordFilter,
  skipInvalid,
  inBackground,
  moreRecipientsFollow,
}: StartBroadcastInput): void {
  if (moreRecipientsFollow && recordFilter != null) {
    const why = because('FILTER_NOT_IN_PARTS');
    throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['recordFilter'] });
  }
  if ((inBackground || moreRecipientsFollow) && !skipInvalid) {
    const why = because('BACKGROUND_SKIPS_INVALID');
    throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['skipInvalid'] });
  }
}

function refusalOf(skipped: readonly SkippedEntry[]): DomainError {
  const problems = skipped.flatMap((entry) => entry.problems);
  const listed: Problem[] = problems.slice(0, MAX_LISTED_PROBLEMS);
  if (problems.length > listed.length) {
    const why = because('MORE_ERRORS', { count: problems.length - listed.length });
    listed.push({ code: 'INVALID_INPUT', ...why, path: ['recipients'] });
  }
  return new DomainError(...listed);
}
