import { Injectable } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { withinTime } from '../../../common/database/time-limit.js';
import {
  searchByRecency,
  type Place,
  type SearchOutcome,
  type StepResult,
} from '../../../common/search/recency-search.js';
import type { SqlCondition } from '../../../common/search/search-sql.js';
import { ContactSearchService } from '../contacts/contact-search.service.js';

/** Conversation where it stands in its list, and whose it is. */
export interface ConversationPlace extends Place {
  contactId: string;
}

/**
 * Reads the next conversations of a list beyond a place, in order, under all its conditions but the search; `contactIds`:
 * those of these contacts only.
 */
export type ReadConversations = (
  after: Place | null,
  count: number,
  contactIds: readonly string[] | null,
) => Promise<ConversationPlace[]>;

interface SearchedConversations {
  search: string;
  /** Of these accounts; null: of all. */
  accountIds: readonly string[] | null;
  after: Place | null;
  size: number;
  direction: 'ASC' | 'DESC';
}

/**
 * Finds conversations in a list by their contact: where few contacts match, their conversations; where many do, the list is
 * read in its own order, in steps, until enough of them are among it.
 */
@Injectable()
export class ConversationSearchService {
  private readonly limitMs: number;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly contacts: ContactSearchService,
  ) {
    this.limitMs = config.get('SEARCH_TIME_LIMIT_MS');
  }

  /**
   * @returns null where nothing was typed
   * @throws DomainError (TOO_SHORT) where the search is nothing but punctuation
   */
  async search(searched: SearchedConversations, read: ReadConversations): Promise<SearchOutcome | null> {
    const { search, accountIds, after, size } = searched;
    const end = performance.now() + this.limitMs;
    const contacts = await this.contacts.lookUp(search, accountIds, 'filter', 'search');
    if (contacts === null) return null;
    if (contacts.ids === null) return this.scan(searched, contacts.condition, read, end - performance.now());
    const found = contacts.ids.length === 0 ? [] : await read(after, size + 1, contacts.ids);
    return { found: found.slice(0, size), hasMore: found.length > size, isComplete: true, stoppedAt: null };
  }

  private scan(
    { after, size, direction }: SearchedConversations,
    condition: SqlCondition,
    read: ReadConversations,
    limitMs: number,
  ): Promise<SearchOutcome> {
    const readStep = async (from: Place | null, rows: number): Promise<StepResult> => {
      const places = await read(from, rows, null);
      const matching = await this.contacts.matching(
        condition,
        places.map(({ contactId }) => contactId),
      );
      const matches = places.filter(({ contactId }) => matching.has(contactId));
      return {
        matches: matches.map(({ id, at }) => ({ id, at, isHit: true })),
        last: places.length < rows ? null : (places.at(-1) ?? null),
      };
    };
    return searchByRecency(
      {
        scan: (steps, leftMs) =>
          withinTime(this.database, leftMs, () =>
            Promise.all(steps.map(({ after: from, rows }) => readStep(from, rows))),
          ),
        lookUp: null,
        countRows: () => Promise.resolve(0),
      },
      { sources: ['the list'], after, size, direction, limitMs },
    );
  }
}
