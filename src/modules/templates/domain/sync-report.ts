import type { Refusal } from '../../../whatsapp/errors/refusal.js';

export const SYNC_TRIGGERS = ['MANUAL', 'SCHEDULED'] as const;
export type SyncTrigger = (typeof SYNC_TRIGGERS)[number];

/** A draft here (`templateId`) and a template at Meta (`remoteId`) with one name and language. */
export interface StoredConflict {
  templateId: string;
  remoteId: string;
  name: string;
  language: string;
}

/** The report of a synchronisation, as it is stored. Times in ISO 8601; `error`: what ended it early. */
export interface StoredSyncReport {
  startedAt: string;
  finishedAt: string;
  trigger: SyncTrigger;
  pages: number;
  fetched: number;
  created: number;
  updated: number;
  unchanged: number;
  removed: number;
  conflicts: StoredConflict[];
  error: Refusal | null;
}
