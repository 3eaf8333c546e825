import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeeAccount } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { NodesService, nodesWhere } from '../users/nodes/nodes.service.js';
import { AccountsService } from './accounts.service.js';
import type { HistoryEntryEntity } from './history/history-entry.entity.js';
import { HistoryService } from './history/history.service.js';
import { PhoneNumbersService } from './phone-numbers/phone-numbers.service.js';

/** Nodes of accounts: themselves, their phone numbers, and the entries of both kinds of history. */
@Injectable()
export class AccountNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly accounts: AccountsService,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly history: HistoryService,
  ) {}

  onModuleInit(): void {
    this.nodes.register(
      {
        type: 'Account',
        permission: 'READ_ACCOUNTS',
        read: async (viewer, ids) => nodesWhere(await this.accounts.byIds(ids), ({ id }) => maySeeAccount(viewer, id)),
      },
      {
        type: 'BusinessPhoneNumber',
        permission: 'READ_ACCOUNTS',
        read: async (viewer, ids) =>
          nodesWhere(await this.phoneNumbers.byIds(ids), ({ accountId }) => maySeeAccount(viewer, accountId)),
      },
      {
        type: 'Change',
        permission: 'READ_AUDIT',
        read: (viewer, ids) => this.entries(viewer, ids, ({ templateId }) => templateId === null),
      },
      {
        type: 'Change',
        permission: 'READ_TEMPLATES',
        read: (viewer, ids) => this.entries(viewer, ids, ({ templateId }) => templateId !== null),
      },
    );
  }

  private async entries(
    viewer: Viewer,
    ids: readonly string[],
    isMeant: (entry: HistoryEntryEntity) => boolean,
  ): Promise<(HistoryEntryEntity | null)[]> {
    const entries = await this.history.byIds(ids);
    return nodesWhere(entries, (entry) => isMeant(entry) && maySeeAccount(viewer, entry.accountId));
  }
}
