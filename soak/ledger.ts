/** What was asked of Parley and what customers wrote: the truth that the end is compared with. */
export class Ledger {
  /** Message ids that the API has answered, with the conversation (or number) and the place in it. */
  readonly asked = new Map<string, { lane: string; place: number }>();
  /** Texts that customers wrote. */
  readonly written = new Set<string>();
  readonly broadcasts: string[] = [];
  readonly refusals: string[] = [];
}
