import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useWorkspace } from '../app/workspace';
import '../graphql/fragments';
import { AskFailure } from '../graphql/ask';
import { graphql } from '../graphql/graphql';
import { request } from '../graphql/request';
import type { SearchMessagesQuery } from '../generated/graphql';
import { useErrorText } from '../language/error-text';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { plainText } from '../chat/text/formatting';
import { ConversationListView } from './ConversationListView';
import { foundParts } from './found-parts';
import type { InboxAddress } from './inbox-address';
import css from './Inbox.module.css';

const SEARCH_MESSAGES = graphql(`
  query SearchMessages($query: String!, $first: Int!) {
    searchMessages(query: $query, first: $first) {
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
    }
  }
`);
const MOST_HITS = 50;

type Hits = SearchMessagesQuery['searchMessages']['nodes'];

/** People and numbers that fit, and below them the messages, each with the place where the words stand. */
export function SearchResults({ text, address }: { text: string; address: InboxAddress }) {
  const t = useText();
  const workspace = useWorkspace();
  const list = useMemo(() => workspace.search(text), [workspace, text]);
  return (
    <ConversationListView
      list={list}
      address={address}
      label={t('inbox.found.people')}
      after={<FoundMessages text={text} address={address} />}
    />
  );
}

function FoundMessages({ text, address }: { text: string; address: InboxAddress }) {
  const t = useText();
  const times = useTimes();
  const errorText = useErrorText();
  const { hits, failure } = useHits(text);
  return (
    <section className={css.found} aria-label={t('inbox.found.messages')} aria-busy={hits === null}>
      <h2>{t('inbox.found.messages')}</h2>
      <ul>
        {hits?.map(({ id, text: said, occurredAt, conversation }) => (
          <li key={id}>
            <Link href={`${address.of(conversation.id)}#${id}`} className={css.hit}>
              <span>
                <bdi>{conversation.contact.displayName}</bdi>
                <time dateTime={occurredAt}>{times.short(occurredAt)}</time>
              </span>
              <p dir="auto">
                {foundParts(plainText(said ?? ''), text).map(({ text: part, isFound }, index) =>
                  isFound ? <mark key={index}>{part}</mark> : part,
                )}
              </p>
            </Link>
          </li>
        ))}
      </ul>
      <p role="status" className={css.status}>
        {failure !== null ? errorText(failure) : hits?.length === 0 ? t('inbox.found.none') : ''}
      </p>
    </section>
  );
}

/** Of the words that stand in the field now: answers that come late, for others, are dropped. */
function useHits(text: string): { hits: Hits | null; failure: AskFailure | null } {
  const [answer, setAnswer] = useState<{ text: string; hits: Hits; failure: AskFailure | null } | null>(null);
  useEffect(() => {
    let isWanted = true;
    request(SEARCH_MESSAGES, { query: text, first: MOST_HITS }).then(
      ({ searchMessages }) => {
        if (isWanted) setAnswer({ text, hits: searchMessages.nodes, failure: null });
      },
      (error: unknown) => {
        if (isWanted) setAnswer({ text, hits: [], failure: error instanceof AskFailure ? error : null });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [text]);
  return answer?.text === text ? answer : { hits: null, failure: null };
}
