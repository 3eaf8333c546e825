import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NodesService, nodesWhere } from '../users/nodes/nodes.service.js';
import { RateCardsService } from './rate-cards.service.js';

/** Nodes of rate cards: they are those of the whole installation. */
@Injectable()
export class RateCardNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly cards: RateCardsService,
  ) {}

  onModuleInit(): void {
    this.nodes.register({
      type: 'RateCard',
      permission: 'READ_STATISTICS',
      read: async (_viewer, ids) => nodesWhere(await this.cards.byIds(ids), () => true),
    });
  }
}
