import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { ErasureService } from '../../../common/erasure/erasure.service.js';
import { rowsOf } from '../../../common/erasure/exported-rows.js';

/** Erasure of what runs say of a person: runs that led to their messages, or whose record is gone; that there were some stays. */
@Injectable()
export class RunErasure {
  constructor(
    private readonly database: Database,
    erasure: ErasureService,
  ) {
    erasure.register({
      name: 'runs of rules',
      tables: ['record_rule_runs'],
      before: ['messages'],
      erase: async ({ messageIds }) => {
        await this.database.run(
          `UPDATE record_rule_runs SET problems = '[]' WHERE record_id IS NULL AND problems <> '[]'`,
        );
        return this.database.run('UPDATE record_rule_runs SET message_id = NULL WHERE message_id = ANY($1)', [
          messageIds,
        ]);
      },
      exports: [
        {
          name: 'runs-of-rules',
          tables: ['record_rule_runs'],
          rows: ({ messageIds }) =>
            rowsOf(
              this.database,
              messageIds,
              'SELECT to_jsonb(record_rule_runs)::text AS json FROM record_rule_runs WHERE message_id = ANY($1) ORDER BY id',
            ),
        },
      ],
    });
  }
}
