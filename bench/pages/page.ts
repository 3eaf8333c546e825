/** Who asks: the administrator, or operators of one account or of all. */
export type Asker = 'ADMIN' | 'OPERATOR' | 'OPERATOR_OF_ONE';

/** What exists in a filled database, for the questions: ids differ from size to size. */
export interface Known {
  accountId: string;
  conversationId: string;
  broadcastId: string;
  /** By who asks: their id, and the accounts that they see. */
  people: Record<Asker, { userId: string; accountIds: string[] }>;
}

/** A page of the API, and what somebody would write by hand to get the same rows. */
export interface Page {
  name: string;
  asker: Asker;
  query: string;
  variables?: (known: Known) => Record<string, unknown>;
  /** The API refuses it, and is measured doing so. */
  isRefused?: boolean;
  /** Searches: a time limit bounds them, so what counts is that they answer within so many milliseconds, however large the database is. */
  mostMs?: number;
  sql: (known: Known) => { statement: string; parameters: unknown[] };
}
