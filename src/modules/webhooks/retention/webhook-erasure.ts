import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { ErasureSubject } from '../../../common/erasure/erasure-part.js';
import { ErasureService } from '../../../common/erasure/erasure.service.js';
import { wamidFragments } from '../../../whatsapp/wamid.js';
import { payloadOfPerson } from '../../../whatsapp/webhooks/of-person.js';

interface DeliveryRow {
  json: string;
  body: Buffer;
}

/** A body may have megabytes. */
const BODIES_AT_A_TIME = 10;
/** What still waits to be processed stays. $1: the account, $2: texts of which one is in what concerns the person. */
const NAMED = `
  SELECT id FROM webhook_deliveries LEFT JOIN webhook_bodies ON delivery_id = id
   WHERE account_id = $1 AND state <> 'RECEIVED'
     AND EXISTS (SELECT FROM unnest($2::text[]) AS part
                  WHERE position(convert_to(part, 'UTF8') IN coalesce(webhook_bodies.body, webhook_deliveries.body)) > 0)`;

/**
 * Erasure of raw webhooks in which one of Meta's ids of the person occurs, or a wamid with their number: whole deliveries, whoever else is in them,
 * because what they reported is stored. An export has of each what concerns the person.
 */
@Injectable()
export class WebhookErasure {
  constructor(
    private readonly database: Database,
    erasure: ErasureService,
  ) {
    erasure.register({
      name: 'webhook deliveries',
      tables: ['webhook_deliveries', 'webhook_bodies'],
      before: [],
      erase: (subject) =>
        this.database.run(
          `WITH named AS (${NAMED}),
           bodies AS (DELETE FROM webhook_bodies WHERE delivery_id IN (SELECT id FROM named))
           DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM named)`,
          [subject.accountId, partsOf(subject)],
        ),
      exports: [
        {
          name: 'webhook-deliveries',
          tables: ['webhook_deliveries', 'webhook_bodies'],
          rows: (subject) => this.rows(subject),
        },
      ],
    });
  }

  private async *rows(subject: ErasureSubject): AsyncGenerator<string[]> {
    const parts = partsOf(subject);
    const named = await this.database.query<{ id: string }>(`${NAMED} ORDER BY id`, [subject.accountId, parts]);
    for (let begin = 0; begin < named.length; begin += BODIES_AT_A_TIME) {
      const rows = await this.database.query<DeliveryRow>(
        `SELECT (to_jsonb(webhook_deliveries) - ARRAY['body', 'trace_parent'])::text AS json,
                coalesce(webhook_bodies.body, webhook_deliveries.body) AS body
           FROM webhook_deliveries LEFT JOIN webhook_bodies ON delivery_id = id WHERE id = ANY($1) ORDER BY id`,
        [named.slice(begin, begin + BODIES_AT_A_TIME).map(({ id }) => id)],
      );
      yield rows.map(({ json, body }) => `${json.slice(0, -1)}, "payload": ${payloadOf(body, parts)}}`);
    }
  }
}

/** Texts of which one is in whatever concerns the person: their ids as JSON has them, pieces of wamids. */
function partsOf({ externalIds, phoneNumbers }: ErasureSubject): string[] {
  return [...externalIds.map((id) => `"${id}"`), ...phoneNumbers.flatMap((number) => wamidFragments(number.slice(1)))];
}

/** Null where Meta's signature was right and the rest is no JSON. */
function payloadOf(body: Buffer, parts: readonly string[]): string {
  try {
    return JSON.stringify(payloadOfPerson(JSON.parse(body.toString('utf8')), parts));
  } catch (error) {
    if (error instanceof SyntaxError) return 'null';
    throw error;
  }
}
