import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { NOBODY } from '../inbox/inbox-sql.js';

/** A label's row that is not what labels, conversations and inbox rows say. */
export interface LabelRowDifference {
  conversationId: string;
  /** Whose row it is; null: it is the conversation's own. */
  userId: string | null;
  stored: string | null;
  expected: string | null;
}

const KEY = 'conversation_id, label_id, person_id';
const COPIED = 'business_phone_number_id, state, last_activity_at, conversation_created_at, waiting_since';

/** What rows of labels should be: each label of the conversations ($1), for the conversation itself and for each of its inbox rows. */
const EXPECTED = `
  SELECT labelled.conversation_id, labelled.label_id, holder.person_id, conversations.business_phone_number_id, holder.state,
         conversations.last_activity_at, conversations.created_at AS conversation_created_at, conversations.waiting_since
    FROM conversation_labels AS labelled
    JOIN conversations ON conversations.id = labelled.conversation_id
   CROSS JOIN LATERAL (
      SELECT '${NOBODY}'::uuid AS person_id, conversations.inbox_state AS state
      UNION ALL
      SELECT user_id, state FROM inbox_rows WHERE inbox_rows.conversation_id = conversations.id) AS holder
   WHERE labelled.conversation_id = ANY($1) AND conversations.merged_into_id IS NULL`;

/**
 * Rows of labels: a labelled conversation for each of its labels, as it is and as each person with an inbox row has it, in
 * indexes with the order of lists. Who writes inbox rows keeps them true, with the conversations locked.
 */
@Injectable()
export class LabelRowsService {
  constructor(private readonly database: Database) {}

  /** After conversations or their inbox rows have changed. Most have no label: then this is one look. */
  async copy(conversationIds: readonly string[]): Promise<void> {
    const labelled = await this.database.query<{ id: string }>(
      'SELECT DISTINCT conversation_id AS id FROM conversation_labels WHERE conversation_id = ANY($1)',
      [conversationIds],
    );
    if (labelled.length > 0) await this.rebuild(labelled.map(({ id }) => id));
  }

  /** After labels of conversations have changed. */
  async rebuild(conversationIds: readonly string[]): Promise<void> {
    if (conversationIds.length === 0) return;
    await this.database.run(
      `WITH expected AS (${EXPECTED}),
       gone AS (
         DELETE FROM label_rows WHERE conversation_id = ANY($1) AND NOT EXISTS (SELECT FROM expected
           WHERE expected.conversation_id = label_rows.conversation_id AND expected.label_id = label_rows.label_id
             AND expected.person_id = label_rows.person_id))
       INSERT INTO label_rows AS stored (${KEY}, ${COPIED}) SELECT ${KEY}, ${COPIED} FROM expected
       ON CONFLICT (${KEY}) DO UPDATE
         SET (${COPIED}) = (excluded.business_phone_number_id, excluded.state, excluded.last_activity_at,
                            excluded.conversation_created_at, excluded.waiting_since)
       WHERE (stored.state, stored.last_activity_at, stored.waiting_since, stored.business_phone_number_id, stored.conversation_created_at)
         IS DISTINCT FROM (excluded.state, excluded.last_activity_at, excluded.waiting_since, excluded.business_phone_number_id,
                           excluded.conversation_created_at)`,
      [conversationIds],
    );
  }

  /** For check-inbox: rows that are not what they should be. */
  async differences(conversationIds: readonly string[]): Promise<LabelRowDifference[]> {
    return this.database.query<LabelRowDifference>(
      `WITH expected AS (${EXPECTED}),
       compared AS (
         SELECT coalesce(expected.conversation_id, stored.conversation_id) AS conversation_id,
                coalesce(expected.person_id, stored.person_id) AS person_id,
                CASE WHEN stored.label_id IS NOT NULL THEN concat_ws(' ', stored.label_id, stored.business_phone_number_id,
                  stored.state, stored.last_activity_at, stored.conversation_created_at, stored.waiting_since) END AS stored,
                CASE WHEN expected.label_id IS NOT NULL THEN concat_ws(' ', expected.label_id, expected.business_phone_number_id,
                  expected.state, expected.last_activity_at, expected.conversation_created_at, expected.waiting_since) END AS expected
           FROM expected FULL JOIN (SELECT * FROM label_rows WHERE conversation_id = ANY($1)) AS stored USING (${KEY}))
       SELECT conversation_id AS "conversationId", nullif(person_id, '${NOBODY}'::uuid) AS "userId", stored, expected
         FROM compared WHERE stored IS DISTINCT FROM expected`,
      [conversationIds],
    );
  }
}
