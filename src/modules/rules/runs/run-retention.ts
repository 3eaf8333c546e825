import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { DAY_MS } from '../../../common/durations.js';
import { RetentionService } from '../../../common/retention/retention.service.js';

const KEEP_DAYS = 90;
const BATCH_SIZE = 2_000;

/** Run retention: the log of rules, for 90 days. What waits stays, and what was sent by a rule that sends once a record, as long as the record is there. */
@Injectable()
export class RunRetention implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly retention: RetentionService,
  ) {}

  onModuleInit(): void {
    this.retention.register({
      name: 'runs of rules',
      keepForMs: KEEP_DAYS * DAY_MS,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) =>
        this.database.run(
          `DELETE FROM record_rule_runs WHERE id IN
             (SELECT run.id FROM record_rules rule JOIN record_rule_runs run ON run.rule_id = rule.id
               WHERE run.triggered_at < $1 AND run.state <> 'WAITING'
                 AND NOT (rule.is_once_per_record AND run.state = 'SENT' AND run.record_id IS NOT NULL) LIMIT $2)`,
          [before, batchSize],
        ),
    });
  }
}
