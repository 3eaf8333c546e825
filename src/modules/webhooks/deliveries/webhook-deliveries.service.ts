import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../../common/database/database.js';
import { notFound } from '../../../common/errors/domain-error.js';
import type { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import type { CountedPage } from '../../../common/graphql/pagination/counted-connection.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { paginateCounted } from '../../../common/graphql/pagination/paginate.js';
import { isId } from '../../../common/ids.js';
import { isDeeperThan } from '../../../common/text/json-depth.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { MAX_META_JSON_DEPTH } from '../../../whatsapp/json.js';
import { AuditService, detail } from '../../users/audit/audit.service.js';
import { maySeeAccount, visibleAccountIds } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { WebhookQueue } from './webhook-queue.js';
import { WebhookDeliveryEntity, type WebhookDeliveryState } from './webhook-delivery.entity.js';

/** Lets administrators see what Meta sent, and have it processed again. */
@Injectable()
export class WebhookDeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly wakeUps: WakeUps,
    private readonly audit: AuditService,
    private readonly queue: WebhookQueue,
  ) {}

  /** For DataLoaders: bodies as JSON, in order. They are not read unless somebody asks. */
  readonly payloads = async (ids: readonly string[]): Promise<unknown[]> => {
    const rows = await this.database.query<{ id: string; body: Buffer }>(
      `SELECT id, coalesce(webhook_bodies.body, webhook_deliveries.body) AS body
         FROM webhook_deliveries LEFT JOIN webhook_bodies ON delivery_id = id WHERE id = ANY($1)`,
      [ids],
    );
    return inOrderOf(ids, rows, (row) => row.id).map((row) => (row === null ? null : asJson(row.body)));
  };

  /** Those with these ids that the viewer may see, in order; null for the others. */
  async visibleAmong(viewer: Viewer, ids: readonly string[]): Promise<(WebhookDeliveryEntity | null)[]> {
    const rows = await this.database.repository(WebhookDeliveryEntity).findBy({ id: In([...ids]) });
    const visible = rows.filter(({ accountId }) => maySeeAccount(viewer, accountId));
    return inOrderOf(ids, visible, (delivery) => delivery.id);
  }

  /** Newest first. */
  async list(
    viewer: Viewer,
    states: WebhookDeliveryState[] | undefined,
    page: ForwardPageArgs,
  ): Promise<CountedPage<WebhookDeliveryEntity>> {
    const query = this.database.repository(WebhookDeliveryEntity).createQueryBuilder('delivery');
    const accountIds = visibleAccountIds(viewer);
    if (accountIds !== null) query.andWhere('delivery.accountId = ANY(:accountIds)', { accountIds });
    if (states !== undefined && states !== null) query.andWhere(`(${conditionOn(states)})`, { states });
    return paginateCounted(query, page, {
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
      const rows = await this.queue.add(ids, visibleAccountIds(viewer));
      const found = new Set(rows.map(({ id }) => id));
      const missing = deliveryIds.findIndex((id) => !found.has(id.toLowerCase()));
      if (missing >= 0) throw notFound('webhook delivery', 'deliveryIds', String(missing));
      for (const accountId of new Set(rows.map((row) => row.account_id))) {
        await this.wakeUps.wakeAfterCommit('webhooks-received', accountId);
        await this.wakeUps.wakeAfterCommit('history-received', accountId);
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

/** What waits is found by the queue: no index has it. */
function conditionOn(states: readonly WebhookDeliveryState[]): string {
  if (!states.includes('RECEIVED') || states.includes('PROCESSED')) return 'delivery.state = ANY(:states)';
  return `delivery.id = ANY(ARRAY(SELECT delivery_id FROM webhook_queue)) OR delivery.state IN ('FAILED', 'IGNORED') AND delivery.state = ANY(:states)`;
}
