import type { RemoteTemplate } from '../../../whatsapp/templates/templates-api.js';
import { factsHash } from '../domain/content-hash.js';
import type { StoredConflict, StoredSyncReport } from './template-sync.entity.js';

/** What is known of a template before it is compared: only what comparing needs. */
export interface KnownTemplate {
  id: string;
  name: string;
  language: string;
  status: string;
  remoteId: string | null;
  remoteHash: string | null;
  submittingUntil: Date | null;
}

export interface ReportedTemplate {
  id: string;
  facts: RemoteTemplate;
  asOf: Date;
}

export interface Newcomer {
  facts: RemoteTemplate;
  asOf: Date;
}

/** One comparison of an account: takes Meta's pages, sorts what is new, changed, the same, gone, or in conflict. */
export class TemplateDiff {
  private readonly byRemoteId: Map<string, KnownTemplate>;
  private readonly withoutRemoteId: Map<string, KnownTemplate>;
  private readonly seen = new Set<string>();
  private readonly conflicts: StoredConflict[] = [];
  private readonly created: Newcomer[] = [];
  private changed: ReportedTemplate[] = [];
  private updated = 0;
  private unchanged = 0;
  private removed = 0;

  constructor(
    private readonly known: readonly KnownTemplate[],
    private readonly startedAt: Date,
  ) {
    this.byRemoteId = new Map(known.flatMap((entry) => (entry.remoteId === null ? [] : [[entry.remoteId, entry]])));
    this.withoutRemoteId = new Map(
      known
        .filter(({ remoteId, status }) => remoteId === null && status !== 'DELETED')
        .map((entry) => [identityOf(entry), entry]),
    );
  }

  /** Returns how many had not come before: pages may overlap. */
  take(page: readonly RemoteTemplate[], asOf: Date): number {
    let fresh = 0;
    for (const facts of page) {
      if (this.seen.has(facts.id)) continue;
      this.seen.add(facts.id);
      fresh += 1;
      this.sort(facts, asOf);
    }
    return fresh;
  }

  /** Those that differ, since it was last asked. */
  nextChanged(): ReportedTemplate[] {
    const { changed } = this;
    this.changed = [];
    return changed;
  }

  newcomers(): Newcomer[] {
    return this.created;
  }

  /** Ids of those that Meta, having told all, does not have any more. They were known before it was asked. */
  gone(): string[] {
    const gone = this.known.filter(
      ({ remoteId, status }) => remoteId !== null && !this.seen.has(remoteId) && status !== 'DELETED',
    );
    this.removed = gone.length;
    return gone.map(({ id }) => id);
  }

  counts(): Pick<StoredSyncReport, 'created' | 'updated' | 'unchanged' | 'removed' | 'conflicts'> {
    const { created, updated, unchanged, removed, conflicts } = this;
    return { created: created.length, updated, unchanged, removed, conflicts };
  }

  private sort(facts: RemoteTemplate, asOf: Date): void {
    const known = this.byRemoteId.get(facts.id);
    if (known !== undefined) {
      if (known.remoteHash === factsHash(facts)) this.unchanged += 1;
      else {
        this.updated += 1;
        this.changed.push({ id: known.id, facts, asOf });
      }
      return;
    }
    const namesake = this.withoutRemoteId.get(identityOf(facts));
    if (namesake === undefined) this.created.push({ facts, asOf });
    else if (namesake.submittingUntil === null || namesake.submittingUntil < this.startedAt) {
      const { name, language, id: remoteId } = facts;
      this.conflicts.push({ templateId: namesake.id, remoteId, name, language });
    }
  }
}

function identityOf({ name, language }: { name: string; language: string }): string {
  return `${language} ${name}`;
}
