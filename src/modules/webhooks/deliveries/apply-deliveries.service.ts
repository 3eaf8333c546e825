import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { isTransient } from '../../../common/database/is-transient.js';
import { parseStorableJson, TooDeepJsonError } from '../../../whatsapp/json.js';
import { fieldsIn, partsOf } from '../../../whatsapp/webhooks/webhook-payload.js';
import type { WebhookPart } from '../../../whatsapp/webhooks/webhook-parts.js';
import { AccountWebhooksService } from '../../accounts/standing/account-webhooks.service.js';
import { MarketingPreferencesService } from '../../conversations/contacts/marketing-preferences.service.js';
import { InboundMessagesService } from '../../messages/inbound/inbound-messages.service.js';
import { HistoryImportsService } from '../../accounts/phone-app/history-imports.service.js';
import { PhoneAppContactsService } from '../../conversations/contacts/phone-app-contacts.service.js';
import { PastMessagesService } from '../../messages/history/past-messages.service.js';
import { MessageStatusesService } from '../../messages/inbound/message-statuses.service.js';
import { TemplateWebhooksService } from '../../templates/approval/template-webhooks.service.js';
import { subjectOf } from '../../../whatsapp/webhooks/delivery-subject.js';
import { ExclusiveChanges } from '../../conversations/contacts/exclusive-changes.js';
import { DeliveryTraces } from './delivery-traces.js';
import { fitsLane } from './lanes.js';
import type { WebhookDeliveryState } from './webhook-delivery.entity.js';
import type { QueuedDelivery } from './webhook-queue.js';
import { because, type Because } from '../../../common/errors/because.js';
import { wordingJson } from '../../../common/errors/wording.js';

/** Outcome of a delivery: what became of it, and which of Meta's fields were in it. */
export interface DeliveryOutcome {
  delivery: QueuedDelivery;
  state: WebhookDeliveryState;
  fields: string[];
  /** What in it is not read yet. */
  notRead: string[];
  error: Because | null;
}

/** A delivery that has been read. */
export interface ParsedDelivery {
  delivery: QueuedDelivery;
  fields: string[];
  parts: WebhookPart[];
}

const OUTCOME_COLUMNS = {
  id: 'uuid',
  lane: 'integer',
  position: 'bigint',
  state: 'text',
  fields: 'text',
  not_read: 'text',
  error: 'text | null',
  error_wording: 'text | null',
} as const;

/** Applies deliveries: a batch at once, and, if that fails, each part by itself, so that one holds up no other. */
@Injectable()
export class ApplyDeliveriesService {
  private readonly logger = new Logger(ApplyDeliveriesService.name);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly messages: InboundMessagesService,
    private readonly statuses: MessageStatusesService,
    private readonly pastMessages: PastMessagesService,
    private readonly historyImports: HistoryImportsService,
    private readonly phoneAppContacts: PhoneAppContactsService,
    private readonly templates: TemplateWebhooksService,
    private readonly accounts: AccountWebhooksService,
    private readonly marketing: MarketingPreferencesService,
    private readonly changes: ExclusiveChanges,
    private readonly traces: DeliveryTraces,
  ) {}

  /**
   * Applies deliveries together and records the outcome of each, in the caller's transaction.
   * @throws NeedsExclusiveError where the transaction is not alone, and one of them turns out to be in the wrong lane
   * @throws Error when any part of any delivery cannot be stored
   */
  async applyTogether(accountId: string, whatsappAccountId: string, deliveries: QueuedDelivery[]): Promise<void> {
    const parsed = deliveries.map((delivery) => parseDelivery(delivery, whatsappAccountId));
    for (const { delivery, parts } of parsed) this.traces.attach(delivery, parts);
    if (parsed.some(({ delivery, parts }) => !fitsLane(delivery.lane, subjectOf(parts)))) this.changes.require();
    await this.applyParts(
      accountId,
      parsed.flatMap(({ parts }) => parts),
    );
    await this.recordOutcomes(
      accountId,
      parsed.map((delivery) => outcomeOf(delivery, [])),
    );
  }

  /** Each part in a transaction of its own, which begins with `lock`; what cannot be stored is named in the outcome. */
  async applySeparately(
    accountId: string,
    whatsappAccountId: string,
    delivery: QueuedDelivery,
    lock: () => Promise<void>,
  ): Promise<void> {
    const parsed = this.read(delivery, whatsappAccountId);
    await this.finish(accountId, parsed, await this.applyEach(accountId, parsed.parts, lock));
  }

  /** Reads a delivery, without storing anything of it. */
  read(delivery: QueuedDelivery, whatsappAccountId: string): ParsedDelivery {
    const parsed = parseDelivery(delivery, whatsappAccountId);
    this.traces.attach(delivery, parsed.parts);
    return parsed;
  }

  /** Each part in a transaction of its own, which begins with `lock`. Returns what could not be stored, and why. */
  async applyEach(accountId: string, parts: readonly WebhookPart[], lock: () => Promise<void>): Promise<string[]> {
    const errors: string[] = [];
    for (const part of parts) {
      try {
        await this.database.transactionThatBeginsAgain(async () => {
          await lock();
          await this.applyParts(accountId, [part]);
        });
      } catch (error) {
        if (isTransient(error)) throw error;
        errors.push(describe(part, error));
      }
    }
    return errors;
  }

  /** Records the outcome of a delivery, all of whose parts have been applied; it waits no more. */
  async finish(accountId: string, parsed: ParsedDelivery, errors: string[]): Promise<void> {
    if (errors.length > 0)
      this.logger.error(`${errors.length} parts of a webhook could not be stored. Its delivery says why.`);
    await this.recordOutcomes(accountId, [outcomeOf(parsed, errors)]);
  }

  /** Applies parts of deliveries, in the caller's transaction. */
  async applyParts(accountId: string, parts: readonly WebhookPart[]): Promise<void> {
    await this.messages.receive(
      accountId,
      parts.filter((part) => part.kind === 'message'),
    );
    await this.pastMessages.store(
      accountId,
      parts.filter((part) => part.kind === 'past-message'),
    );
    await this.historyImports.apply(
      accountId,
      parts.filter((part) => part.kind === 'history-progress'),
    );
    await this.phoneAppContacts.apply(
      accountId,
      parts.filter((part) => part.kind === 'phone-app-contact'),
    );
    await this.statuses.apply(
      accountId,
      parts.filter((part) => part.kind === 'status'),
    );
    await this.templates.apply(
      accountId,
      parts.filter((part) => part.kind === 'template'),
    );
    await this.accounts.apply(
      accountId,
      parts.filter((part) => part.kind === 'account'),
    );
    await this.marketing.apply(
      accountId,
      parts.filter((part) => part.kind === 'preference'),
    );
  }

  /** They wait no more. */
  private async recordOutcomes(accountId: string, outcomes: DeliveryOutcome[]): Promise<void> {
    const rows = outcomes.map(({ delivery: { id, lane, position }, state, fields, notRead, error }) => ({
      id,
      lane,
      position,
      state,
      fields: textOf(fields),
      not_read: textOf(notRead),
      error: error?.message ?? null,
      error_wording: wordingJson(error),
    }));
    // In the order of ids, as whoever replays them goes: so that none waits for the other.
    rows.sort((one, other) => (one.id < other.id ? -1 : 1));
    const outcome = rowset('outcome', OUTCOME_COLUMNS, rows, [this.clock.now(), accountId]);
    await this.database.run(
      `WITH outcome AS MATERIALIZED (SELECT outcome.* FROM ${outcome.sql}),
       gone AS (
         DELETE FROM webhook_queue USING outcome
          WHERE webhook_queue.account_id = $2 AND webhook_queue.lane = outcome.lane
            AND webhook_queue.position = outcome.position AND webhook_queue.delivery_id = outcome.id)
       UPDATE webhook_deliveries SET state = outcome.state, fields = coalesce(string_to_array(nullif(outcome.fields, ''), ' '), '{}'),
              not_read = coalesce(string_to_array(nullif(outcome.not_read, ''), ' '), '{}'),
              error = outcome.error, error_wording = outcome.error_wording::jsonb, attempts = attempts + 1, processed_at = $1
         FROM outcome WHERE webhook_deliveries.id = outcome.id`,
      outcome.parameters,
    );
  }
}

/** Fields in one text, because unnest cannot make arrays of several lengths from one parameter. */
function textOf(fields: readonly string[]): string {
  return fields.map((field) => field.replaceAll(/\s/g, '_')).join(' ');
}

function parseDelivery(delivery: QueuedDelivery, whatsappAccountId: string): ParsedDelivery {
  try {
    const payload = parseStorableJson(delivery.body.toString('utf8'));
    return { delivery, fields: fieldsIn(payload), parts: partsOf(payload, whatsappAccountId) };
  } catch (error) {
    const reason = error instanceof TooDeepJsonError ? error.message : `the body: ${(error as Error).name}`;
    return { delivery, fields: [], parts: [{ kind: 'unreadable', reason }] };
  }
}

function outcomeOf({ delivery, fields, parts }: ParsedDelivery, errors: string[]): DeliveryOutcome {
  const unreadable = parts.filter((part) => part.kind === 'unreadable').map(({ reason }) => reason);
  const ignored = parts.filter((part) => part.kind === 'ignored').map(({ field }) => field);
  const known = { delivery, fields, notRead: [...new Set(ignored)] };
  const problems = [...unreadable, ...errors];
  if (problems.length > 0)
    return { ...known, state: 'FAILED', error: because('DELIVERY_NOT_APPLIED', { parts: problems.join('; ') }) };
  if (parts.length === 0) return { ...known, state: 'IGNORED', error: because('DELIVERY_FOR_OTHERS') };
  if (ignored.length === parts.length)
    return { ...known, state: 'IGNORED', error: because('DELIVERY_NOT_READ', { fields: known.notRead.join(', ') }) };
  return { ...known, state: 'PROCESSED', error: null };
}

function idOf(part: WebhookPart): string {
  if (part.kind === 'past-message') return `past message ${part.message.whatsappId ?? ''}`;
  if (part.kind === 'message' || part.kind === 'status') return `${part.kind} ${part.whatsappId ?? ''}`;
  if (part.kind === 'template') return `template ${part.remoteId}`;
  return part.kind === 'account' ? part.field : part.kind;
}

/** Which part, and what kind of error: never what a customer wrote. */
function describe(part: WebhookPart, error: unknown): string {
  const { code, name, constraint } = error as { code?: string; name?: string; constraint?: string };
  const what = idOf(part);
  return `${what.trim()}: ${[name, code, constraint].filter((word) => word !== undefined).join(' ')}`;
}
