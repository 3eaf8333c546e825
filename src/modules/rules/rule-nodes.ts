import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeeAccount } from '../users/domain/permissions.js';
import { NodesService, nodesWhere } from '../users/nodes/nodes.service.js';
import { RecordRulesService } from './record-rules.service.js';

/** Nodes of rules: those of accounts that the viewer works with. */
@Injectable()
export class RuleNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly rules: RecordRulesService,
  ) {}

  onModuleInit(): void {
    this.nodes.register({
      type: 'RecordRule',
      permission: 'MANAGE_RECORD_RULES',
      read: async (viewer, ids) =>
        nodesWhere(await this.rules.byIds(ids), ({ accountId }) => maySeeAccount(viewer, accountId)),
    });
  }
}
