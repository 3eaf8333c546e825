import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeeAccount } from '../users/domain/permissions.js';
import { NodesService, nodesWhere } from '../users/nodes/nodes.service.js';
import { TemplatesService } from './templates.service.js';

/** Nodes of templates: those of accounts that the viewer works with. */
@Injectable()
export class TemplateNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly templates: TemplatesService,
  ) {}

  onModuleInit(): void {
    this.nodes.register({
      type: 'Template',
      permission: 'READ_TEMPLATES',
      read: async (viewer, ids) =>
        nodesWhere(await this.templates.byIds(ids), ({ accountId }) => maySeeAccount(viewer, accountId)),
    });
  }
}
