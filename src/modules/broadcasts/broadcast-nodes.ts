import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeeAccount } from '../users/domain/permissions.js';
import { NodesService, nodesWhere } from '../users/nodes/nodes.service.js';
import { BroadcastsService } from './broadcasts.service.js';

/** Nodes of broadcasts: those of accounts that the viewer works with. */
@Injectable()
export class BroadcastNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly broadcasts: BroadcastsService,
  ) {}

  onModuleInit(): void {
    this.nodes.register({
      type: 'Broadcast',
      permission: 'READ_BROADCASTS',
      read: async (viewer, ids) =>
        nodesWhere(await this.broadcasts.byIds(ids), ({ accountId }) => maySeeAccount(viewer, accountId)),
    });
  }
}
