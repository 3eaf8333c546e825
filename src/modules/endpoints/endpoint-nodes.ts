import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NodesService } from '../users/nodes/nodes.service.js';
import { EndpointDeliveriesService } from './deliveries/endpoint-deliveries.service.js';
import { EndpointsService } from './endpoints.service.js';

/** Nodes of webhooks to other systems: endpoints whose accounts the viewer works with, and what was sent to them. */
@Injectable()
export class EndpointNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly endpoints: EndpointsService,
    private readonly deliveries: EndpointDeliveriesService,
  ) {}

  onModuleInit(): void {
    this.nodes.register(
      {
        type: 'WebhookEndpoint',
        permission: 'MANAGE_WEBHOOKS',
        read: (viewer, ids) => this.endpoints.visibleAmong(viewer, ids),
      },
      {
        type: 'EndpointDelivery',
        permission: 'MANAGE_WEBHOOKS',
        read: (viewer, ids) => this.deliveries.visibleAmong(viewer, ids),
      },
    );
  }
}
