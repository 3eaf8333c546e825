import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { MINUTE_MS, SECOND_MS } from '../../../common/durations.js';
import { DomainError, type Problem } from '../../../common/errors/domain-error.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { TemplateOutboxService } from '../../messages/outbound/template-outbox.service.js';
import { TemplateRecipientsService } from '../../messages/outbound/template-recipients.service.js';
import { TemplatesService, type Template } from '../../templates/templates.service.js';
import { viewerOfAuthor, type Viewer } from '../../users/domain/viewer.js';
import { sendableNow } from '../domain/record-rule.js';
import { RecordRuleEntity } from '../record-rule.entity.js';
import { RuleRunsService, type RunOutcome } from './rule-runs.service.js';
import { because } from '../../../common/errors/because.js';

const POLL_MS = 5 * SECOND_MS;
const RETRY_MS = 30 * SECOND_MS;
/** As many as are prepared in one transaction. */
const BATCH_SIZE = 50;

interface WaitingRun {
  id: string;
  recordId: string | null;
}

/**
 * Runs rules: sends what has been triggered. A batch a transaction, in which the messages are stored and it is written down
 * what came of each run; so a process that dies in the middle has sent a batch as a whole or not at all.
 */
@Injectable()
export class RunRulesService implements OnApplicationBootstrap {
  /** Rules that have sent all they may, or could not be run, and when they are looked at again. */
  private readonly laterAt = new Map<string, number>();

  constructor(
    private readonly background: BackgroundWork,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly templates: TemplatesService,
    private readonly recipients: TemplateRecipientsService,
    private readonly outbox: TemplateOutboxService,
    private readonly runs: RuleRunsService,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({
      name: RunRulesService.name,
      work: () => this.runBatch(),
      pollMs: POLL_MS,
      wakesOn: 'record-rules-triggered',
    });
  }

  /** True while there is more to send. A rule that cannot be run now holds up no other. */
  private async runBatch(): Promise<boolean> {
    let id: string | null = null;
    try {
      return await this.database.transactionThatBeginsAgain(async () => {
        const rule = await this.lockNext();
        if (rule === null) return false;
        id = rule.id;
        const limit = Math.min(BATCH_SIZE, sendableNow(rule, await this.runs.sentLately(rule.id)));
        if (limit === 0) this.laterAt.set(rule.id, this.clock.elapsedMs() + MINUTE_MS);
        else await this.run(rule, await this.runs.nextWaiting(rule.id, limit));
        return true;
      });
    } catch (error) {
      if (id !== null) this.laterAt.set(id, this.clock.elapsedMs() + RETRY_MS);
      throw error;
    }
  }

  /** Any of those with something to send; nobody else's. */
  private async lockNext(): Promise<RecordRuleEntity | null> {
    for (const [id, time] of this.laterAt) if (time < this.clock.elapsedMs()) this.laterAt.delete(id);
    const [rule] = await this.database.rows(
      RecordRuleEntity,
      `WHERE status = 'ENABLED' AND id <> ALL($1)
          AND EXISTS (SELECT FROM record_rule_runs run WHERE run.rule_id = record_rules.id AND run.state = 'WAITING')
        ORDER BY random() LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`,
      [[...this.laterAt.keys()]],
    );
    return rule ?? null;
  }

  private async run(rule: RecordRuleEntity, waiting: readonly WaitingRun[]): Promise<void> {
    const author = viewerOfAuthor(rule);
    const template = author === null ? goneAuthor() : await this.sendable(author, rule.templateId);
    const outcomes =
      author === null || 'refusal' in template
        ? waiting.map(({ id }) => ({ id, messageId: null, problems: 'refusal' in template ? template.refusal : [] }))
        : await this.send(author, template, rule, waiting);
    await this.runs.decide(outcomes);
  }

  private async sendable(author: Viewer, templateId: string): Promise<Template | { refusal: Problem[] }> {
    try {
      return await this.templates.requireSendable(author, templateId);
    } catch (error) {
      if (error instanceof DomainError) return { refusal: error.problems };
      throw error;
    }
  }

  private async send(
    author: Viewer,
    template: Template,
    { id: ruleId, businessPhoneNumberId }: RecordRuleEntity,
    waiting: readonly WaitingRun[],
  ): Promise<RunOutcome[]> {
    const prepared = await this.recipients.prepare(
      author,
      template,
      waiting.map(({ recordId }) => ({ recordId: recordId ?? '' })),
    );
    const outgoing = await this.outbox.openConversations(
      template,
      businessPhoneNumberId,
      prepared.flatMap((outcome) => outcome.prepared ?? []),
    );
    await this.outbox.add(author, template, outgoing, { idempotencyKey: `record rule ${ruleId}`, isAutomatic: true });
    return waiting.map(({ id }, index) => ({
      id,
      messageId: prepared[index]?.prepared?.messageId ?? null,
      problems: (prepared[index]?.problems ?? []).map(withoutList),
    }));
  }
}

/** A run is about one record: its place among those that were looked at together says nothing. */
export function withoutList(problem: Problem): Problem {
  return { ...problem, path: problem.path?.slice(2) ?? null };
}

function goneAuthor(): { refusal: Problem[] } {
  return { refusal: [{ code: 'NOT_FOUND', ...because('RULE_WITHOUT_AUTHOR') }] };
}
