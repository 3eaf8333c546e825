import { useMemo } from 'react';
import { Link } from 'wouter';
import { useWorkspace } from '../app/workspace';
import '../graphql/fragments';
import { useErrorText } from '../language/error-text';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { plainText } from '../chat/text/formatting';
import { MoreButton } from '../parts/page/Rows';
import { SearchFurther } from '../parts/page/SearchFurther';
import { ConversationListView } from './ConversationListView';
import { useFoundMessages } from './found-messages';
import { foundParts } from './found-parts';
import type { InboxAddress } from './inbox-address';
import css from './Inbox.module.css';

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
  const { hits, hasMore, isComplete, isLoading, failure, more } = useFoundMessages(text);
  const isNone = hits?.length === 0 && isComplete;
  return (
    <section className={css.found} aria-label={t('inbox.found.messages')} aria-busy={isLoading}>
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
        {failure !== null ? errorText(failure) : isNone ? t('inbox.found.none') : ''}
      </p>
      <div className={css.status}>
        {hasMore &&
          (isComplete ? (
            <MoreButton hasMore isLoading={isLoading} onMore={more} />
          ) : (
            <SearchFurther isLoading={isLoading} onMore={more} />
          ))}
      </div>
    </section>
  );
}
