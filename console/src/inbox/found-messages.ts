import { useEffect, useState } from 'react';
import { AskFailure } from '../graphql/ask';
import { graphql } from '../graphql/graphql';
import { request } from '../graphql/request';
import type { SearchMessagesQuery } from '../generated/graphql';

const SEARCH_MESSAGES = graphql(`
  query SearchMessages($query: String!, $first: Int!, $after: String) {
    searchMessages(query: $query, first: $first, after: $after) {
      nodes {
        id
        text
        occurredAt
        conversation {
          id
          contact {
            id
            displayName
          }
        }
      }
      isComplete
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const PAGE = 50;

type Answer = SearchMessagesQuery['searchMessages'];

export interface FoundMessages {
  /** Null: nothing is known yet. */
  hits: Answer['nodes'] | null;
  hasMore: boolean;
  /** False: the server's time was over before everything had been searched; `more` goes on where it stopped. */
  isComplete: boolean;
  isLoading: boolean;
  failure: AskFailure | null;
  more: () => void;
}

interface Found {
  text: string;
  hits: Answer['nodes'];
  last: Pick<Answer, 'isComplete' | 'pageInfo'> | null;
  isLoading: boolean;
  failure: AskFailure | null;
}

/** Messages that have the words which stand in the field now, page after page: answers that come late, for others, are dropped. */
export function useFoundMessages(text: string): FoundMessages {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    let isWanted = true;
    void pageOf(text, null, []).then((page) => {
      if (isWanted) setFound(page);
    });
    return () => {
      isWanted = false;
    };
  }, [text]);
  const current = found?.text === text ? found : null;
  const more = async (): Promise<void> => {
    if (current === null || current.isLoading) return;
    setFound({ ...current, isLoading: true });
    const page = await pageOf(text, current.last, current.hits);
    setFound((now) => (now?.text === text ? page : now));
  };
  return {
    hits: current?.hits ?? null,
    hasMore: current?.last?.pageInfo.hasNextPage ?? false,
    isComplete: current?.last?.isComplete ?? true,
    isLoading: current === null || current.isLoading,
    failure: current?.failure ?? null,
    more: () => void more(),
  };
}

async function pageOf(text: string, last: Found['last'], known: Answer['nodes']): Promise<Found> {
  try {
    const { searchMessages } = await request(SEARCH_MESSAGES, {
      query: text,
      first: PAGE,
      after: last?.pageInfo.endCursor ?? null,
    });
    const hits = [...known, ...searchMessages.nodes];
    return { text, hits, last: searchMessages, isLoading: false, failure: null };
  } catch (error) {
    const failure = error instanceof AskFailure ? error : new AskFailure('UNREACHABLE', String(error));
    return { text, hits: known, last, isLoading: false, failure };
  }
}
