import type { TemplateFacts } from '../../../whatsapp/templates/templates-api.js';
import { remoteHashOf } from '../domain/content-hash.js';
import type { StoredConflict, StoredSyncReport } from './template-sync.entity.js';

/** What is known of a template before it is compared: only what comparing needs. */
export interface LocalTemplate {
  id: string;
  name: string;
  language: string;
  status: string;
  remoteId: string | null;
  remoteHash: string | null;
  submittingUntil: Date | null;
}

export interface RemoteUpdate {
  id: string;
  remote: TemplateFacts;
  asOf: Date;
}

export interface NewRemoteTemplate {
  remote: TemplateFacts;
  asOf: Date;
}

/** One comparison of an account: takes Meta's pages, sorts what is new, changed, the same, gone, or in conflict. */
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
    this.byRemoteId = new Map(local.flatMap((entry) => (entry.remoteId === null ? [] : [[entry.remoteId, entry]])));
    this.withoutRemoteId = new Map(
      local
        .filter(({ remoteId, status }) => remoteId === null && status !== 'DELETED')
        .map((entry) => [identityOf(entry), entry]),
    );
  }

  /** Returns how many had not come before: pages may overlap. */
  addPage(page: readonly TemplateFacts[], asOf: Date): number {
    let added = 0;
    for (const remote of page) {
      if (this.seen.has(remote.id)) continue;
      this.seen.add(remote.id);
      added += 1;
      this.classify(remote, asOf);
    }
    return added;
  }

  /** Those that differ, since it was last asked. */
  drainUpdates(): RemoteUpdate[] {
    const { updates: updates } = this;
    this.updates = [];
    return updates;
  }

  newTemplates(): NewRemoteTemplate[] {
    return this.created;
  }

  /** Ids of those that Meta, having told all, does not have any more. They were known before it was asked. */
  removedIds(): string[] {
    const gone = this.local.filter(
      ({ remoteId, status }) => remoteId !== null && !this.seen.has(remoteId) && status !== 'DELETED',
    );
    this.removed = gone.length;
    return gone.map(({ id }) => id);
  }

  counts(): Pick<StoredSyncReport, 'created' | 'updated' | 'unchanged' | 'removed' | 'conflicts'> {
    const { created, updated, unchanged, removed, conflicts } = this;
    return { created: created.length, updated, unchanged, removed, conflicts };
  }

  private classify(remote: TemplateFacts, asOf: Date): void {
    const known = this.byRemoteId.get(remote.id);
    if (known !== undefined) {
      if (known.remoteHash === remoteHashOf(remote)) this.unchanged += 1;
      else {
        this.updated += 1;
        this.updates.push({ id: known.id, remote: remote, asOf });
      }
      return;
    }
    const namesake = this.withoutRemoteId.get(identityOf(remote));
    if (namesake === undefined) this.created.push({ remote: remote, asOf });
    else if (namesake.submittingUntil === null || namesake.submittingUntil < this.startedAt) {
      const { name, language, id: remoteId } = remote;
      this.conflicts.push({ templateId: namesake.id, remoteId, name, language });
    }
  }
}

function identityOf({ name, language }: { name: string; language: string }): string {
  return `${language} ${name}`;
}
