import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { notFound } from '../../../common/errors/domain-error.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import type { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import type { CountedPage } from '../../../common/graphql/pagination/counted-connection.js';
import { paginateCounted } from '../../../common/graphql/pagination/paginate.js';
import { isId, newId } from '../../../common/ids.js';
import { AuditService, detail } from '../../users/audit/audit.service.js';
import { visibleAccountIds } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { nodesWhere } from '../../users/nodes/nodes.service.js';
import { payloadOf } from '../domain/webhook-payload.js';
import { EndpointsService } from '../endpoints.service.js';
import type { EndpointDeliveryFilter } from '../schema/endpoint.inputs.js';
import { DeliveryQueue } from './delivery-queue.service.js';
import { EndpointDeliveryEntity } from './endpoint-delivery.entity.js';

/** Deliveries as administrators see them: what was sent, what became of it; they send it again, and send tests. */
@Injectable()
export class EndpointDeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly endpoints: EndpointsService,
    private readonly queue: DeliveryQueue,
    private readonly audit: AuditService,
  ) {}

  /** For DataLoaders: payloads, in order. They are not read unless somebody asks. */
  readonly payloads = async (ids: readonly string[]): Promise<(string | null)[]> => {
    const rows = await this.database.query<{ id: string; payload: string }>(
      'SELECT id, payload FROM endpoint_deliveries WHERE id = ANY($1)',
      [ids],
    );
    return inOrderOf(ids, rows, (row) => row.id).map((row) => row?.payload ?? null);
  };

  /** The webhooks with these ids whose endpoint the viewer may see, in order; null for the others. */
  async visibleAmong(viewer: Viewer, ids: readonly string[]): Promise<(EndpointDeliveryEntity | null)[]> {
    const rows = await this.database.rows(EndpointDeliveryEntity, 'WHERE id = ANY($1)', [ids]);
    const endpointIds = [...new Set(rows.map(({ endpointId }) => endpointId))];
    const endpoints = await this.endpoints.visibleAmong(viewer, endpointIds);
    const visible = new Set(endpoints.map((endpoint) => endpoint?.id));
    const deliveries = inOrderOf(ids, rows, ({ id }) => id);
    return nodesWhere(deliveries, ({ endpointId }) => visible.has(endpointId));
  }

  /** Newest first. */
  async list(
    viewer: Viewer,
    filter: EndpointDeliveryFilter,
    page: ForwardPageArgs,
  ): Promise<CountedPage<EndpointDeliveryEntity>> {
    const query = this.database.repository(EndpointDeliveryEntity).createQueryBuilder('delivery');
    const { endpointId, state, eventType, conversationId } = filter;
    const accountIds = visibleAccountIds(viewer);
    if (accountIds !== null)
      query.andWhere(
        'delivery.endpointId IN (SELECT id FROM webhook_endpoints WHERE account_ids <@ :accountIds::uuid[])',
        { accountIds },
      );
    if (endpointId != null) query.andWhere('delivery.endpointId = :endpointId', { endpointId: asId(endpointId) });
    if (state != null) query.andWhere('delivery.state = ANY(:state)', { state });
    if (eventType != null) query.andWhere('delivery.eventType = ANY(:eventType)', { eventType });
    if (conversationId != null)
      query.andWhere('delivery.conversationId = :conversationId', { conversationId: asId(conversationId) });
    return paginateCounted(query, page, {
      sort: 'delivery.id',
      valueOf: (delivery) => delivery.id,
      id: 'delivery.id',
      direction: 'DESC',
    });
  }

  /** Sends a test, also to an endpoint that is paused: once, and whatever waits for it. */
  async sendTest(viewer: Viewer, endpointId: string): Promise<EndpointDeliveryEntity> {
    return this.database.transaction(async () => {
      const endpoint = await this.endpoints.requireForUpdate(viewer, endpointId);
      const id = newId();
      const occurredAt = this.clock.now();
      const ids = { accountId: null, entityId: endpoint.id, conversationId: null };
      const data = { endpointId: endpoint.id, message: 'This is a test. If its signature is right, all is well.' };
      const { text, isReduced } = payloadOf('ENDPOINT_TEST', occurredAt, data, ids);
      const test = { ...ids, eventType: 'ENDPOINT_TEST' as const, eventPosition: null, contactId: null };
      await this.queue.add(
        [{ ...test, id, endpointId: endpoint.id, lane: id, payload: text, isReduced, occurredAt }],
        true,
      );
      return this.database.repository(EndpointDeliveryEntity).findOneByOrFail({ id });
    });
  }

  /**
   * Lets deliveries be sent again, whatever became of them, with the id that they have; tests once.
   * @throws DomainError (NOT_FOUND) with the place of the first id that is none
   */
  async redeliver(viewer: Viewer, deliveryIds: readonly string[]): Promise<number> {
    const ids = [...new Set(deliveryIds.filter(isId).map((id) => id.toLowerCase()))];
    return this.database.transaction(async () => {
      const accountIds = visibleAccountIds(viewer);
      const rows = await this.database.query<{ id: string; endpointId: string; lane: string; isTest: boolean }>(
        `UPDATE endpoint_deliveries SET state = 'WAITING', attempts = 0, first_attempt_at = NULL, next_attempt_at = NULL, finished_at = NULL
           FROM webhook_endpoints
          WHERE endpoint_deliveries.id = ANY($1) AND webhook_endpoints.id = endpoint_id ${accountIds === null ? '' : 'AND account_ids <@ $2::uuid[]'}
         RETURNING endpoint_deliveries.id, endpoint_id AS "endpointId", lane, event_type = 'ENDPOINT_TEST' AS "isTest"`,
        accountIds === null ? [ids] : [ids, accountIds],
      );
      const found = new Set(rows.map(({ id }) => id));
      const missing = deliveryIds.findIndex((id) => !found.has(id.toLowerCase()));
      if (missing >= 0) throw notFound('webhook', 'deliveryIds', String(missing));
      const tests = rows.filter(({ isTest }) => isTest);
      const others = rows.filter(({ isTest }) => !isTest);
      if (tests.length > 0) await this.queue.openLanes(tests, true);
      if (others.length > 0) await this.queue.openLanes(others);
      const details = [detail('deliveries', rows.length)];
      await this.audit.record(viewer, { action: 'WEBHOOKS_REDELIVERED', details });
      return rows.length;
    });
  }
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Nothing has an id that cannot be one. */
function asId(text: string): string {
  return isId(text) ? text : NO_ID;
}
