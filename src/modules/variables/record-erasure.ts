import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';

/** Erasure of business records that have one of the person's numbers in a PHONE field. */
@Injectable()
export class RecordErasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasure: ErasureService,
  ) {}

  onModuleInit(): void {
    this.erasure.register({
      name: 'records',
      tables: ['data_records'],
      before: [],
      erase: ({ phoneNumbers }) =>
        this.database.run(
          `DELETE FROM data_records WHERE id IN (
             SELECT record.id FROM data_records record JOIN data_models model ON model.id = record.model_id,
                    jsonb_array_elements(model.fields) AS field
              WHERE field->>'type' = 'PHONE' AND record.field_values->>(field->>'key') = ANY($1))`,
          [phoneNumbers],
        ),
    });
  }
}
