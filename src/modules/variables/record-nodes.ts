import { Injectable, type OnModuleInit } from '@nestjs/common';
import { visibleAccountIds } from '../users/domain/permissions.js';
import { NodesService, nodesWhere } from '../users/nodes/nodes.service.js';
import { DataModelsService } from './data-models.service.js';
import { mayUseModel } from './domain/model-access.js';
import { RecordsService } from './records.service.js';

/** Nodes of business records: data models that the viewer may use, and records of these. */
@Injectable()
export class RecordNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly models: DataModelsService,
    private readonly records: RecordsService,
  ) {}

  onModuleInit(): void {
    this.nodes.register(
      {
        type: 'DataModel',
        permission: 'READ_RECORDS',
        read: async (viewer, ids) =>
          nodesWhere(await this.models.byIds(ids), (model) => mayUseModel(model, visibleAccountIds(viewer))),
      },
      {
        type: 'DataRecord',
        permission: 'READ_RECORDS',
        read: async (viewer, ids) => {
          const visible = new Set((await this.models.listVisible(viewer)).map(({ id }) => id));
          return nodesWhere(await this.records.byIds(ids), ({ modelId }) => visible.has(modelId));
        },
      },
    );
  }
}
