import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import { fewRows } from '../../common/erasure/exported-rows.js';
import { lastDigits, mentionsNumber, writtenForms } from '../../common/phone-numbers/number-mentions.js';

interface CandidateRow {
  id: string;
  external_id: string;
  portal_url: string | null;
  field_values: Record<string, unknown>;
}

const BATCH_SIZE = 1_000;
/** Digits of other scripts, in which a number may be written too. */
const OTHER_DIGITS = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९０１２３４５６７８９';
const ASCII_DIGITS = '0123456789'.repeat(4);
const ID_BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Erasure of business records that have one of the person's numbers in a value, in whatever spelling, or as their id. */
@Injectable()
export class RecordErasure {
  constructor(
    private readonly database: Database,
    erasure: ErasureService,
  ) {
    erasure.register({
      name: 'records',
      tables: ['data_records'],
      before: ['files'], // what only the person's records named goes with them
      erase: ({ phoneNumbers }) => this.erase(phoneNumbers),
      exports: [{ name: 'records', tables: ['data_records'], rows: ({ phoneNumbers }) => this.rows(phoneNumbers) }],
    });
    erasure.keepNamed((ids) => this.named(ids));
  }

  /** Uploads that records name, as the file of a template's header. */
  private async named(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM unnest($1::text[]) AS upload (id)
        WHERE EXISTS (SELECT FROM data_records WHERE field_values::text ILIKE '%' || upload.id || '%')`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  private async erase(phoneNumbers: readonly string[]): Promise<number> {
    let erased = 0;
    for await (const ids of this.recordsWith(phoneNumbers)) {
      erased += await this.database.run('DELETE FROM data_records WHERE id = ANY($1)', [ids]);
    }
    return erased;
  }

  private async *rows(phoneNumbers: readonly string[]): AsyncGenerator<string[]> {
    for await (const ids of this.recordsWith(phoneNumbers)) {
      yield* fewRows(
        this.database,
        `SELECT (to_jsonb(data_records) || jsonb_build_object('model', data_models.key))::text AS json
           FROM data_records JOIN data_models ON data_models.id = model_id WHERE data_records.id = ANY($1) ORDER BY data_records.id`,
        [ids],
      );
    }
  }

  /** The ids of records with one of these numbers (E.164), a batch at a time. */
  private async *recordsWith(phoneNumbers: readonly string[]): AsyncGenerator<string[]> {
    if (phoneNumbers.length === 0) return;
    const numbers = phoneNumbers.map((number) => number.slice(1));
    const forms = new Set(numbers.flatMap((digits) => [...writtenForms(digits)]));
    const endings = [...new Set(numbers.map(lastDigits))].map((digits) => `%${digits}%`);
    for (let after = ID_BEFORE_ALL; ;) {
      const candidates = await this.candidates(endings, after);
      const found = candidates.filter((record) => textsOf(record).some((text) => mentionsNumber(text, forms)));
      yield found.map(({ id }) => id);
      const last = candidates.at(-1);
      if (last === undefined || candidates.length < BATCH_SIZE) return;
      after = last.id;
    }
  }

  /** Records in which the last digits of a number occur, whatever stands between them. */
  private candidates(endings: readonly string[], after: string): Promise<CandidateRow[]> {
    return this.database.query<CandidateRow>(
      `SELECT id, external_id, portal_url, field_values FROM data_records
        WHERE id > $2 AND regexp_replace(translate(concat_ws(' ', external_id, portal_url, field_values::text), $3, $4),
                                         '[^0-9]', '', 'g') LIKE ANY($1)
        ORDER BY id LIMIT $5`,
      [endings, after, OTHER_DIGITS, ASCII_DIGITS, BATCH_SIZE],
    );
  }
}

function textsOf({ external_id: externalId, portal_url: portalUrl, field_values: values }: CandidateRow): string[] {
  const texts = Object.values(values).filter((value) => typeof value === 'string' || typeof value === 'number');
  return [externalId, portalUrl ?? '', ...texts.map(String)];
}
