import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { DAY_MS, HOUR_MS } from '../../../common/durations.js';
import { withoutSuggestion, type Problem } from '../../../common/errors/domain-error.js';
import type { ForwardPageArgs, Page } from '../../../common/graphql/pagination/connection.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { paginate } from '../../../common/graphql/pagination/paginate.js';
import { newId } from '../../../common/ids.js';
import type { RunState } from '../domain/record-rule.js';
import { RecordRuleRunEntity } from './record-rule-run.entity.js';

/** What came of one run. */
export interface RunOutcome {
  id: string;
  messageId: string | null;
  problems: Problem[];
}

interface CountRow {
  last_hour: string;
  last_day: string;
}

/** Runs of rules: each a record that made a rule true, and what came of it. */
@Injectable()
export class RuleRunsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** For DataLoaders: how many wait, of each rule. */
  readonly waitingCounts = async (ruleIds: readonly string[]): Promise<number[]> => {
    const rows = await this.database.query<{ rule_id: string; count: string }>(
      `SELECT rule_id, count(*) FROM record_rule_runs WHERE rule_id = ANY($1) AND state = 'WAITING' GROUP BY rule_id`,
      [ruleIds],
    );
    return inOrderOf(ruleIds, rows, (row) => row.rule_id).map((row) => Number(row?.count ?? 0));
  };

  /** Latest first; `state` null: all. */
  async list(ruleId: string, state: RunState | null, page: ForwardPageArgs): Promise<Page<RecordRuleRunEntity>> {
    const query = this.database.repository(RecordRuleRunEntity).createQueryBuilder('run');
    query.where('run.ruleId = :ruleId', { ruleId });
    if (state !== null) query.andWhere('run.state = :state', { state });
    const valueOf = ({ triggeredAt }: RecordRuleRunEntity): Date => triggeredAt;
    return paginate(query, page, { sort: 'run.triggeredAt', valueOf, id: 'run.id', direction: 'DESC' });
  }

  /** Stores that these records wait. In the caller's transaction. */
  async add(ruleId: string, recordIds: readonly string[], depth: number): Promise<void> {
    const entry = rowset(
      'entry',
      { id: 'uuid', record_id: 'uuid' },
      recordIds.map((recordId) => ({ id: newId(), record_id: recordId })),
      [ruleId, depth, this.clock.now()],
    );
    await this.database.run(
      `INSERT INTO record_rule_runs (id, rule_id, record_id, state, depth, problems, triggered_at)
       SELECT entry.id, $1::uuid, entry.record_id, 'WAITING', $2::integer, '[]', $3::timestamptz FROM ${entry.sql}`,
      entry.parameters,
    );
  }

  /** Those of the records for which nothing of the rule waits, or, if it is once a record, was ever sent. */
  async withoutRun(ruleId: string, recordIds: readonly string[], states: readonly RunState[]): Promise<string[]> {
    const rows = await this.database.query<{ record_id: string }>(
      'SELECT DISTINCT record_id FROM record_rule_runs WHERE record_id = ANY($2) AND rule_id = $1 AND state = ANY($3)',
      [ruleId, recordIds, states],
    );
    const known = new Set(rows.map((row) => row.record_id));
    return recordIds.filter((id) => !known.has(id));
  }

  /** How many were triggered within the last hour and day, but after `from`. */
  async triggeredSince(ruleId: string, from: Date): Promise<{ lastHour: number; lastDay: number }> {
    const [hour, day] = this.hourAndDay(from);
    const [row] = await this.database.query<CountRow>(
      `SELECT count(*) FILTER (WHERE triggered_at > $2) AS last_hour, count(*) AS last_day
         FROM record_rule_runs WHERE rule_id = $1 AND triggered_at > $3`,
      [ruleId, hour, day],
    );
    return countsIn(row);
  }

  /** How many were sent within the last hour and day. */
  async sentLately(ruleId: string): Promise<{ lastHour: number; lastDay: number }> {
    const [hour, day] = this.hourAndDay(new Date(0));
    const [row] = await this.database.query<CountRow>(
      `SELECT count(*) FILTER (WHERE decided_at > $2) AS last_hour, count(*) AS last_day
         FROM record_rule_runs WHERE rule_id = $1 AND state = 'SENT' AND decided_at > $3`,
      [ruleId, hour, day],
    );
    return countsIn(row);
  }

  /** The most that one of these records has triggered the rule within the last hour, but after `from`. */
  async mostOfOneRecord(ruleId: string, recordIds: readonly string[], from: Date): Promise<number> {
    const [hour] = this.hourAndDay(from);
    const [row] = await this.database.query<{ count: string }>(
      `SELECT count(*) FROM record_rule_runs WHERE record_id = ANY($2) AND rule_id = $1 AND triggered_at > $3
        GROUP BY record_id ORDER BY 1 DESC LIMIT 1`,
      [ruleId, recordIds, hour],
    );
    return Number(row?.count ?? 0);
  }

  /** How many rules have sent in a row, up to the one that sent this message; 0: no rule sent it. */
  async depthOf(messageId: string): Promise<number> {
    const [row] = await this.database.query<{ depth: number }>(
      'SELECT depth FROM record_rule_runs WHERE message_id = $1',
      [messageId],
    );
    return row === undefined ? 0 : row.depth + 1;
  }

  /** The next that wait, in order, locked until the running transaction ends. */
  async nextWaiting(ruleId: string, limit: number): Promise<{ id: string; recordId: string | null }[]> {
    return this.database.query<{ id: string; recordId: string | null }>(
      `SELECT id, record_id AS "recordId" FROM record_rule_runs
        WHERE rule_id = $1 AND state = 'WAITING' ORDER BY id LIMIT $2 FOR UPDATE`,
      [ruleId, limit],
    );
  }

  async decide(outcomes: readonly RunOutcome[]): Promise<void> {
    const outcome = rowset(
      'outcome',
      { id: 'uuid', message_id: 'uuid | null', problems: 'jsonb' },
      outcomes.map(({ id, messageId, problems }) => ({
        id,
        message_id: messageId,
        problems: problems.map(withoutSuggestion),
      })),
      [this.clock.now()],
    );
    await this.database.run(
      `UPDATE record_rule_runs SET state = CASE WHEN outcome.message_id IS NULL THEN 'REFUSED' ELSE 'SENT' END,
              message_id = outcome.message_id, problems = outcome.problems, decided_at = $1::timestamptz
         FROM ${outcome.sql} WHERE record_rule_runs.id = outcome.id AND state = 'WAITING'`,
      outcome.parameters,
    );
  }

  /** All that wait are not sent. */
  async discardWaiting(ruleId: string): Promise<void> {
    await this.database.run(
      `UPDATE record_rule_runs SET state = 'DISCARDED', decided_at = $2 WHERE rule_id = $1 AND state = 'WAITING'`,
      [ruleId, this.clock.now()],
    );
  }

  private hourAndDay(from: Date): [Date, Date] {
    const now = this.clock.now().getTime();
    const since = (span: number): Date => new Date(Math.max(now - span, from.getTime()));
    return [since(HOUR_MS), since(DAY_MS)];
  }
}

function countsIn(row: CountRow | undefined): { lastHour: number; lastDay: number } {
  return { lastHour: Number(row?.last_hour ?? 0), lastDay: Number(row?.last_day ?? 0) };
}
