import type { RemoteTemplate } from '../../../whatsapp/templates/templates-api.js';
import { remoteHashOf } from '../domain/content-hash.js';
import type { StoredConflict, StoredSyncReport } from '../domain/sync-report.js';

/** A template here, before the comparison: only what comparing needs. */
export interface LocalTemplate {
  id: string;
  name: string;
  language: string;
  status: string;
  remoteId: string | null;
  remoteHash: string | null;
  submittingUntil: Date | null;
}

/** A template here (`id`) that Meta has otherwise. `asOf`: Meta's time of the answer. */
export interface RemoteUpdate {
  id: string;
  remote: RemoteTemplate;
  asOf: Date;
}

/** A template at Meta that is not here. */
export interface NewRemoteTemplate {
  remote: RemoteTemplate;
  asOf: Date;
}

/** Template diff of one account: classifies Meta's pages as new, updated, unchanged or in conflict, and finds the removed. */
export class TemplateDiff {
  private readonly byRemoteId: Map<string, LocalTemplate>;
  private readonly withoutRemoteId: Map<string, LocalTemplate>;
  private readonly seen = new Set<string>();
  private readonly conflicts: StoredConflict[] = [];
  private readonly created: NewRemoteTemplate[] = [];
  private updates: RemoteUpdate[] = [];
  private updated = 0;
  private unchanged = 0;
  private removed = 0;

  constructor(
    private readonly local: readonly LocalTemplate[],
    private readonly startedAt: Date,
  ) {
    this.byRemoteId = new Map(
      local.flatMap((template) => (template.remoteId === null ? [] : [[template.remoteId, template]])),
    );
    this.withoutRemoteId = new Map(
      local
        .filter(({ remoteId, status }) => remoteId === null && status !== 'DELETED')
        .map((template) => [identityOf(template), template]),
    );
  }

  /** Adds a page of Meta's. Returns how many of it were not on an earlier page: pages may overlap. */
  addPage(page: readonly RemoteTemplate[], asOf: Date): number {
    let added = 0;
    for (const remote of page) {
      if (this.seen.has(remote.id)) continue;
      this.seen.add(remote.id);
      added += 1;
      this.classify(remote, asOf);
    }
    return added;
  }

  /** The updates since it was last called. */
  drainUpdates(): RemoteUpdate[] {
    const { updates } = this;
    this.updates = [];
    return updates;
  }

  newTemplates(): NewRemoteTemplate[] {
    return this.created;
  }

  /** Our ids of those that Meta does not have any more; to be called after the last page. */
  removedIds(): string[] {
    const removed = this.local.filter(
      ({ remoteId, status }) => remoteId !== null && !this.seen.has(remoteId) && status !== 'DELETED',
    );
    this.removed = removed.length;
    return removed.map(({ id }) => id);
  }

  counts(): Pick<StoredSyncReport, 'created' | 'updated' | 'unchanged' | 'removed' | 'conflicts'> {
    const { created, updated, unchanged, removed, conflicts } = this;
    return { created: created.length, updated, unchanged, removed, conflicts };
  }

  private classify(remote: RemoteTemplate, asOf: Date): void {
    const local = this.byRemoteId.get(remote.id);
    if (local !== undefined) {
      if (local.remoteHash === remoteHashOf(remote)) this.unchanged += 1;
      else {
        this.updated += 1;
        this.updates.push({ id: local.id, remote, asOf });
      }
      return;
    }
    const namesake = this.withoutRemoteId.get(identityOf(remote));
    if (namesake === undefined) this.created.push({ remote, asOf });
    else if (namesake.submittingUntil === null || namesake.submittingUntil < this.startedAt) {
      const { name, language, id: remoteId } = remote;
      this.conflicts.push({ templateId: namesake.id, remoteId, name, language });
    }
  }
}

function identityOf({ name, language }: { name: string; language: string }): string {
  return `${language} ${name}`;
}
