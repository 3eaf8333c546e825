import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NodesService } from '../users/nodes/nodes.service.js';
import { WebhookDeliveriesService } from './deliveries/webhook-deliveries.service.js';

/** Nodes of webhook deliveries: those of accounts that the viewer works with. */
@Injectable()
export class WebhookNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly deliveries: WebhookDeliveriesService,
  ) {}

  onModuleInit(): void {
    this.nodes.register({
      type: 'WebhookDelivery',
      permission: 'MANAGE_WEBHOOKS',
      read: (viewer, ids) => this.deliveries.visibleAmong(viewer, ids),
    });
  }
}
