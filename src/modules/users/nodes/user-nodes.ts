import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { PushDevicesService } from '../alerts/push-devices.service.js';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { AuditTrailService } from '../audit/audit-trail.service.js';
import { isAllowed } from '../domain/permissions.js';
import type { UserViewer, Viewer } from '../domain/viewer.js';
import { InvitationsService } from '../invitations/invitations.service.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { UsersService } from '../users.service.js';
import { NodesService, nodesWhere } from './nodes.service.js';

/** Nodes of people and programs: colleagues, one's own notifications and sessions, and what administrators read. */
@Injectable()
export class UserNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly users: UsersService,
    private readonly apiKeys: ApiKeysService,
    private readonly audit: AuditTrailService,
    private readonly invitations: InvitationsService,
    private readonly notifications: NotificationsService,
    private readonly sessions: ActiveSessionsService,
    private readonly devices: PushDevicesService,
  ) {}

  onModuleInit(): void {
    this.nodes.register(
      { type: 'User', permission: 'READ_NODES', read: (viewer, ids) => this.people(viewer, ids) },
      {
        type: 'Notification',
        permission: 'READ_NOTIFICATIONS',
        read: async (viewer, ids) =>
          nodesWhere(await this.notifications.byIds(ids), ({ userId }) => userId === viewer.id),
      },
      { type: 'ApiKey', permission: 'MANAGE_API_KEYS', read: (_viewer, ids) => this.apiKeys.byIds(ids) },
      {
        type: 'Session',
        permission: 'READ_SELF',
        read: (viewer, ids) => this.own(viewer, ids, (person) => this.sessions.list(person)),
      },
      {
        type: 'PushDevice',
        permission: 'READ_SELF',
        read: (viewer, ids) => this.own(viewer, ids, (person) => this.devices.list(person)),
      },
      {
        type: 'Invitation',
        permission: 'MANAGE_USERS',
        read: async (_viewer, ids) => inOrderOf(ids, await this.invitations.list(), ({ id }) => id),
      },
      { type: 'AuditEntry', permission: 'READ_AUDIT_TRAIL', read: (_viewer, ids) => this.audit.byIds(ids) },
    );
  }

  /** Colleagues for whoever reads `users`; oneself, as in `me`, for everybody. */
  private async people(viewer: Viewer, ids: readonly string[]): Promise<(object | null)[]> {
    const mayReadAll = isAllowed(viewer, 'READ_COLLEAGUES');
    return nodesWhere(await this.users.byIds(ids), ({ id }) => mayReadAll || id === viewer.id);
  }

  /** What somebody has of their own; a program has nothing. */
  private async own(
    viewer: Viewer,
    ids: readonly string[],
    list: (person: UserViewer) => Promise<{ id: string }[]>,
  ): Promise<(object | null)[]> {
    return viewer.kind === 'USER' ? inOrderOf(ids, await list(viewer), ({ id }) => id) : ids.map(() => null);
  }
}
