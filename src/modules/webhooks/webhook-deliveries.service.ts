import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { notFound } from '../../common/errors/domain-error.js';
import type { ForwardPageArgs, Page } from '../../common/graphql/pagination/connection.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { paginate } from '../../common/graphql/pagination/paginate.js';
import { isId } from '../../common/ids.js';
import { isDeeperThan } from '../../common/text/json-depth.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { MAX_META_JSON_DEPTH } from '../../whatsapp/json.js';
import { AuditService, detail } from '../users/audit/audit.service.js';
import { visibleAccountIds } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { EXCLUSIVE_LANE } from './lanes.js';
import { WebhookDeliveryEntity, type WebhookDeliveryState } from './webhook-delivery.entity.js';

/** Lets administrators see what Meta sent, and have it processed again. */
@Injectable()
export class WebhookDeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly wakeUps: WakeUps,
    private readonly audit: AuditService,
  ) {}

  /** For DataLoaders: bodies as JSON, in order. They are not read unless somebody asks. */
  readonly payloads = async (ids: readonly string[]): Promise<unknown[]> => {
    const rows = await this.database.query<{ id: string; body: Buffer }>(
      'SELECT id, body FROM webhook_deliveries WHERE id = ANY($1)',
      [ids],
    );
    return inOrderOf(ids, rows, (row) => row.id).map((row) => (row === null ? null : asJson(row.body)));
  };

  /** Newest first. */
  async list(
    viewer: Viewer,
    states: WebhookDeliveryState[] | undefined,
    page: ForwardPageArgs,
  ): Promise<Page<WebhookDeliveryEntity>> {
    const query = this.database.repository(WebhookDeliveryEntity).createQueryBuilder('delivery');
    const accountIds = visibleAccountIds(viewer);
    if (accountIds !== null) query.andWhere('delivery.accountId = ANY(:accountIds)', { accountIds });
    if (states !== undefined && states !== null) query.andWhere('delivery.state = ANY(:states)', { states });
    return paginate(query, page, {
      sort: 'delivery.id',
      valueOf: (delivery) => delivery.id,
      id: 'delivery.id',
      direction: 'DESC',
    });
  }

  /**
   * Puts deliveries back into the queue, in whatever state they are, to be processed alone: what was stored before is not
   * stored again.
   * @throws DomainError (NOT_FOUND) with the place of the first id that is none
   */
  async replay(viewer: Viewer, deliveryIds: string[]): Promise<number> {
    const ids = [...new Set(deliveryIds.filter(isId).map((id) => id.toLowerCase()))];
    return this.database.transaction(async () => {
      const accountIds = visibleAccountIds(viewer);
      const rows = await this.database.query<{ id: string; account_id: string }>(
        `UPDATE webhook_deliveries SET state = 'RECEIVED', lane = ${EXCLUSIVE_LANE}, error = NULL, processed_at = NULL
          WHERE id = ANY($1) ${accountIds === null ? '' : 'AND account_id = ANY($2)'} RETURNING id, account_id`,
        accountIds === null ? [ids] : [ids, accountIds],
      );
      const found = new Set(rows.map(({ id }) => id));
      const missing = deliveryIds.findIndex((id) => !found.has(id.toLowerCase()));
      if (missing >= 0) throw notFound('webhook delivery', 'deliveryIds', String(missing));
      for (const accountId of new Set(rows.map((row) => row.account_id))) {
        await this.wakeUps.wakeAfterCommit('webhooks-received', accountId);
      }
      const details = [detail('deliveries', rows.length)];
      await this.audit.record(viewer, { action: 'WEBHOOK_DELIVERIES_REPLAYED', details });
      return rows.length;
    });
  }
}

/** The body as JSON; as the text that it is where it is none, or is nested deeper than JSON can be answered. */
function asJson(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    const json: unknown = JSON.parse(text);
    return isDeeperThan(json, MAX_META_JSON_DEPTH) ? text : json;
  } catch {
    return text;
  }
}
