import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import type { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import type { CountedPage } from '../../common/graphql/pagination/counted-connection.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { paginateCounted } from '../../common/graphql/pagination/paginate.js';
import { isId, newId } from '../../common/ids.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditService, detail } from '../users/audit/audit.service.js';
import type { AuditAction, AuditDetail } from '../users/domain/audit-actions.js';
import { visibleAccountIds } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { nodesWhere } from '../users/nodes/nodes.service.js';
import { readEndpointAddress, RefusedEndpointAddressError } from './domain/endpoint-address.js';
import type { EndpointEventType } from './domain/event-types.js';
import { EndpointPlaces } from './endpoint-places.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { EndpointStanding } from './endpoint-standing.service.js';
import { EndpointCursors } from './fan-out/endpoint-cursors.service.js';
import type { CreateWebhookEndpointInput, UpdateWebhookEndpointInput } from './schema/endpoint.inputs.js';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.js';
import { because } from '../../common/errors/because.js';

/** More than anybody needs: each event of an account is stored once for each. */
const MAX_ENDPOINTS = 100;

/** Endpoints: adds, changes and deletes them, for viewers who see all of an endpoint's accounts. */
@Injectable()
export class EndpointsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly places: EndpointPlaces,
    private readonly secrets: EndpointSecrets,
    private readonly standing: EndpointStanding,
    private readonly cursors: EndpointCursors,
    private readonly audit: AuditService,
  ) {}

  /** For DataLoaders: an endpoint each, in order. Whether somebody may see it has been decided before. */
  readonly byIds = async (ids: readonly string[]): Promise<(WebhookEndpointEntity | null)[]> => {
    const rows = await this.database.rows(WebhookEndpointEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (endpoint) => endpoint.id);
  };

  /** Newest first. */
  async list(viewer: Viewer, page: ForwardPageArgs): Promise<CountedPage<WebhookEndpointEntity>> {
    const query = this.database.repository(WebhookEndpointEntity).createQueryBuilder('endpoint');
    const accountIds = visibleAccountIds(viewer);
    if (accountIds !== null) query.andWhere('endpoint.accountIds <@ :accountIds::uuid[]', { accountIds });
    return paginateCounted(query, page, {
      sort: 'endpoint.id',
      valueOf: (endpoint) => endpoint.id,
      id: 'endpoint.id',
      direction: 'DESC',
    });
  }

  async find(viewer: Viewer, id: string): Promise<WebhookEndpointEntity | null> {
    const [endpoint] = isId(id) ? await this.visibleAmong(viewer, [id]) : [];
    return endpoint ?? null;
  }

  /** The endpoints with these ids that the viewer may see, in order; null for the others. */
  async visibleAmong(viewer: Viewer, ids: readonly string[]): Promise<(WebhookEndpointEntity | null)[]> {
    const visible = visibleAccountIds(viewer);
    return nodesWhere(
      await this.byIds(ids),
      ({ accountIds }) => visible === null || accountIds?.every((accountId) => visible.includes(accountId)) === true,
    );
  }

  /**
   * The endpoint, locked until the running transaction ends.
   * @throws DomainError (NOT_FOUND) when there is none, or the viewer may not see it
   */
  async requireForUpdate(viewer: Viewer, id: string): Promise<WebhookEndpointEntity> {
    if ((await this.find(viewer, id)) === null) throw notFound('webhook endpoint', 'endpointId');
    const endpoint = await this.database
      .repository(WebhookEndpointEntity)
      .findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
    if (endpoint === null) throw notFound('webhook endpoint', 'endpointId');
    return endpoint;
  }

  async create(
    viewer: Viewer,
    input: CreateWebhookEndpointInput,
  ): Promise<{ endpoint: WebhookEndpointEntity; secret: string }> {
    const url = this.readAddress(input.url);
    const eventTypes = chosenTypes(input.eventTypes);
    const id = newId();
    const secret = this.secrets.generate();
    return this.database.transaction(async () => {
      const accountIds = await this.chosenAccounts(viewer, input.accountIds ?? null);
      await this.refuseTooMany();
      await this.database.repository(WebhookEndpointEntity).insert({
        id,
        url,
        description: input.description ?? null,
        eventTypes,
        accountIds,
        secretSealed: this.secrets.seal(id, 'secret', secret),
        createdByUserId: viewer.kind === 'USER' ? viewer.id : null,
        createdByApiKeyId: viewer.kind === 'API_KEY' ? viewer.id : null,
        createdAt: this.clock.now(),
      });
      await this.cursors.open(id, accountIds ?? (await this.accounts.allIds()));
      await this.record(viewer, 'WEBHOOK_ENDPOINT_CREATED', { id, url }, scopeOf(eventTypes, accountIds));
      return { endpoint: await this.get(id), secret };
    });
  }

  async update(viewer: Viewer, input: UpdateWebhookEndpointInput): Promise<WebhookEndpointEntity> {
    return this.database.transaction(async () => {
      const endpoint = await this.requireForUpdate(viewer, input.endpointId);
      const { id } = endpoint;
      const url = input.url == null ? endpoint.url : this.readAddress(input.url);
      const eventTypes = input.eventTypes == null ? endpoint.eventTypes : chosenTypes(input.eventTypes);
      const accountIds =
        input.accountIds === undefined ? endpoint.accountIds : await this.chosenAccounts(viewer, input.accountIds);
      const description = input.description === undefined ? endpoint.description : input.description;
      await this.database.repository(WebhookEndpointEntity).update(id, { url, description, eventTypes, accountIds });
      if (input.accountIds !== undefined) {
        const followed = accountIds ?? (await this.accounts.allIds());
        await this.cursors.closeOthers(id, followed);
        await this.cursors.open(id, followed);
      }
      if (url !== endpoint.url) await this.standing.beginAnew(id);
      const moved = url === endpoint.url ? [] : [{ name: 'url', from: endpoint.url, to: url }];
      await this.record(viewer, 'WEBHOOK_ENDPOINT_CHANGED', { id, url }, [
        ...moved,
        ...scopeOf(eventTypes, accountIds),
      ]);
      return this.get(id);
    });
  }

  /** With all that waits for it, and its log. */
  async delete(viewer: Viewer, endpointId: string): Promise<string> {
    return this.database.transaction(async () => {
      const { id, url } = await this.requireForUpdate(viewer, endpointId);
      await this.database.repository(WebhookEndpointEntity).delete(id);
      await this.record(viewer, 'WEBHOOK_ENDPOINT_DELETED', { id, url }, []);
      return id;
    });
  }

  async get(id: string): Promise<WebhookEndpointEntity> {
    return this.database.repository(WebhookEndpointEntity).findOneByOrFail({ id });
  }

  /** In the running transaction. */
  async record(
    viewer: Viewer,
    action: AuditAction,
    { id, url }: Pick<WebhookEndpointEntity, 'id' | 'url'>,
    details: readonly AuditDetail[],
  ): Promise<void> {
    await this.audit.record(viewer, { action, subject: { type: 'WEBHOOK_ENDPOINT', id, name: url }, details });
  }

  /** @throws DomainError (INVALID_INPUT) with the reason */
  private readAddress(text: string): string {
    try {
      return readEndpointAddress(text, this.places.allowed).url.href;
    } catch (error) {
      if (!(error instanceof RefusedEndpointAddressError)) throw error;
      throw new DomainError({ code: 'INVALID_INPUT', ...error.why, path: ['url'] });
    }
  }

  /** @throws DomainError (NOT_FOUND) with the place of the first account that is none, or that the viewer may not see */
  private async chosenAccounts(viewer: Viewer, ids: readonly string[] | null): Promise<string[] | null> {
    if (ids === null) {
      if (visibleAccountIds(viewer) === null) return null;
      const why = because('KEY_NAMES_ACCOUNTS');
      throw new DomainError({ code: 'REQUIRED', ...why, path: ['accountIds'] });
    }
    if (ids.length === 0)
      throw new DomainError({
        code: 'REQUIRED',
        ...because('ACCOUNTS_EMPTY'),
        path: ['accountIds'],
      });
    for (const [index, id] of ids.entries()) await this.accounts.require(viewer, id, 'accountIds', String(index));
    return [...new Set(ids.map((id) => id.toLowerCase()))];
  }

  private async refuseTooMany(): Promise<void> {
    if ((await this.database.repository(WebhookEndpointEntity).count()) < MAX_ENDPOINTS) return;
    const why = because('ENDPOINTS_FULL', { limit: MAX_ENDPOINTS });
    throw new DomainError({ code: 'CONFLICT', ...why, path: [] });
  }
}

function chosenTypes(types: readonly EndpointEventType[]): EndpointEventType[] {
  if (types.length > 0) return [...new Set(types)];
  throw new DomainError({ code: 'REQUIRED', ...because('EVENTS_MISSING'), path: ['eventTypes'] });
}

function scopeOf(eventTypes: readonly string[], accountIds: readonly string[] | null): AuditDetail[] {
  return [
    ...eventTypes.map((type) => detail('eventType', type)),
    ...(accountIds ?? []).map((accountId) => detail('accountId', accountId)),
  ];
}
