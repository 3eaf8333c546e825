import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { DomainError, type Problem } from '../../common/errors/domain-error.js';
import { EventLog } from '../../common/events/event-log.js';
import { newId } from '../../common/ids.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { IdempotencyService } from '../messages/outbound/idempotency.service.js';
import { TemplateOutboxService, type Placed } from '../messages/outbound/template-outbox.service.js';
import { TemplatesService } from '../templates/templates.service.js';
import { userIdOf, type Viewer } from '../users/domain/viewer.js';
import type { StartBroadcastInput } from './broadcast.inputs.js';
import { BroadcastEntity, type Skipped } from './broadcast.entity.js';
import { BroadcastsService } from './broadcasts.service.js';
import { ChooseRecipientsService } from './choose-recipients.service.js';
import { pacingProblems } from './domain/broadcast.js';

/** More would help nobody, and the answer would be larger than the request. */
const MOST_ERRORS = 1_000;

/** Takes a broadcast: all of it is checked, filled in and stored in one transaction, or nothing is. */
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
    private readonly placing: TemplateOutboxService,
    private readonly broadcasts: BroadcastsService,
  ) {}

  async start(viewer: Viewer, input: StartBroadcastInput): Promise<BroadcastEntity> {
    const { idempotencyKey, templateId, skipInvalid } = input;
    const pacing = { messagesPerSecond: input.messagesPerSecond ?? null, startAt: input.startAt ?? null };
    return this.database.transaction(async () => {
      const { accountId } = await this.templates.require(viewer, templateId, 'templateId');
      const request = { ...input, idempotencyKey: 'startBroadcast' };
      const [earlier] = (await this.idempotency.claim(accountId, idempotencyKey, request)) ?? [];
      if (earlier !== undefined) return this.broadcasts.require(viewer, earlier, 'idempotencyKey');
      const problems = pacingProblems(pacing, this.clock.now());
      if (problems.length > 0) throw new DomainError(...problems);
      const template = await this.templates.requireSendable(viewer, templateId, 'templateId');
      const numberId = await this.placing.senderNumber(viewer, accountId, input.phoneNumberId ?? null);
      const { prepared, skipped } = await this.choosing.choose(viewer, template, input);
      const placed = await this.placing.place(
        template,
        numberId,
        prepared.map(({ ready }) => ready),
      );
      const once = withoutRepetitions(placed, prepared, skipped);
      if (skipped.length > 0 && (!skipInvalid || once.length === 0)) throw refusalOf(skipped);

      const now = this.clock.now();
      const startAt = pacing.startAt !== null && pacing.startAt > now ? pacing.startAt : now;
      const broadcast = await this.database.repository(BroadcastEntity).save({
        id: newId(),
        accountId,
        businessPhoneNumberId: numberId,
        templateId: template.id,
        status: startAt > now ? 'SCHEDULED' : 'RUNNING',
        messagesPerSecond: pacing.messagesPerSecond,
        startAt,
        total: once.length,
        skipped: skipped.sort((a, b) => a.index - b.index),
        authorUserId: userIdOf(viewer),
        authorApiKeyId: viewer.kind === 'API_KEY' ? viewer.id : null,
        createdAt: now,
      });
      await this.placing.queue(viewer, template, once, { idempotencyKey, broadcastId: broadcast.id });
      await this.idempotency.settle(accountId, idempotencyKey, [broadcast.id]);
      this.events.append({ accountId, kind: 'BROADCAST', entityId: broadcast.id });
      await this.wakeUps.wakeAfterCommit('broadcasts-changed');
      return this.database.repository(BroadcastEntity).findOneByOrFail({ id: broadcast.id });
    });
  }
}

/** One customer gets it once, in whatever form their number was written; the later ones join `skipped`. */
function withoutRepetitions(placed: Placed[], prepared: readonly { index: number }[], skipped: Skipped[]): Placed[] {
  const firstOf = new Map<string, number>();
  return placed.filter(({ prepared: { recordId }, conversation }, place) => {
    const index = prepared[place]?.index ?? place;
    const first = firstOf.get(conversation.id);
    if (first === undefined) {
      firstOf.set(conversation.id, index);
      return true;
    }
    const message = `This customer is also recipient ${first}: one broadcast reaches a customer once.`;
    skipped.push({ index, recordId, problems: [{ code: 'DUPLICATE', message, path: ['recipients', String(index)] }] });
    return false;
  });
}

function refusalOf(skipped: Skipped[]): DomainError {
  const problems = skipped.flatMap((entry) => entry.problems);
  const shown: Problem[] = problems.slice(0, MOST_ERRORS);
  if (problems.length > shown.length) {
    const message = `${problems.length - shown.length} more errors are not listed.`;
    shown.push({ code: 'INVALID_INPUT', message, path: ['recipients'] });
  }
  return new DomainError(...shown);
}
