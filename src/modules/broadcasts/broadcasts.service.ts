import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../common/database/database.js';
import { notFound } from '../../common/errors/domain-error.js';
import type { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import type { CountedPage } from '../../common/graphql/pagination/counted-connection.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { paginateCounted } from '../../common/graphql/pagination/paginate.js';
import { isId } from '../../common/ids.js';
import { MessageCountsService } from '../messages/reading/message-counts.service.js';
import { maySeeAccount } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { BroadcastEntity } from './broadcast.entity.js';
import { countByName, type BroadcastCounts } from './domain/broadcast.js';

/** Finds broadcasts, and counts what has become of them. */
@Injectable()
export class BroadcastsService {
  constructor(
    private readonly database: Database,
    private readonly messageCounts: MessageCountsService,
  ) {}

  /** For DataLoaders: a broadcast each, in order. Whether somebody may see it has been decided before. */
  readonly byIds = async (ids: readonly string[]): Promise<(BroadcastEntity | null)[]> => {
    const rows = await this.database.repository(BroadcastEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (broadcast) => broadcast.id);
  };

  /** For DataLoaders: counted with each change of a message, in its transaction, so that they always add up. */
  readonly counts = async (ids: readonly string[]): Promise<BroadcastCounts[]> =>
    (await this.messageCounts.ofBroadcasts(ids)).map(countByName);

  async find(viewer: Viewer, id: string): Promise<BroadcastEntity | null> {
    const broadcast = isId(id) ? await this.database.repository(BroadcastEntity).findOneBy({ id }) : null;
    return broadcast !== null && maySeeAccount(viewer, broadcast.accountId) ? broadcast : null;
  }

  /** @throws DomainError (NOT_FOUND) when there is none, or the viewer may not see its account */
  async require(viewer: Viewer, id: string, ...path: string[]): Promise<BroadcastEntity> {
    const broadcast = await this.find(viewer, id);
    if (broadcast === null) throw notFound('broadcast', ...path);
    return broadcast;
  }

  /** Newest first. */
  async list(accountId: string, page: ForwardPageArgs): Promise<CountedPage<BroadcastEntity>> {
    const query = this.database.repository(BroadcastEntity).createQueryBuilder('broadcast');
    query.where('broadcast.accountId = :accountId', { accountId });
    const valueOf = ({ createdAt }: BroadcastEntity): Date => createdAt;
    return paginateCounted(query, page, {
      sort: 'broadcast.createdAt',
      valueOf,
      id: 'broadcast.id',
      direction: 'DESC',
    });
  }
}
