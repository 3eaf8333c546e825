import { MessagesSquare } from 'lucide-react';
import { useRoute } from 'wouter';
import { ChatPane } from '../chat/ChatPane';
import { useText } from '../language/text';
import { ConversationsPane } from './ConversationsPane';
import { useInboxAddress } from './inbox-address';
import css from './Inbox.module.css';

/** Conversations beside the chosen one; on a phone one or the other. */
export default function InboxPage() {
  const t = useText();
  const [, parameters] = useRoute('/inbox/:view?/:id?');
  const address = useInboxAddress(parameters?.view, parameters?.id);
  return (
    <div className={css.page} data-chosen={address.conversationId !== null || undefined}>
      <h1 className="visually-hidden">{t('nav.inbox')}</h1>
      <ConversationsPane address={address} />
      {address.conversationId === null ? (
        <section className={css.nothing} aria-label={t('chat.none')}>
          <MessagesSquare aria-hidden="true" />
          <p>{t('chat.none')}</p>
        </section>
      ) : (
        <ChatPane key={address.conversationId} conversationId={address.conversationId} backTo={address.of(null)} />
      )}
    </div>
  );
}
