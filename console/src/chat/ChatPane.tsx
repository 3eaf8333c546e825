import { Suspense, useMemo, useState } from 'react';
import { lazily } from '../parts/lazily';
import { Failed } from '../app/Failed';
import { useWorkspace } from '../app/workspace';
import { useConversationRow } from '../inbox/conversation-rows';
import { useErrorText } from '../language/error-text';
import { useText } from '../language/text';
import { useStore } from '../parts/state/store';
import { ChatHeader } from './ChatHeader';
import { Composer } from './composer/Composer';
import { MessageList } from './MessageList';
import { useMarksRead } from './marks-read';
import type { QuotedMessage } from './message/quoted-message';
import css from './Chat.module.css';

const ContactPanel = lazily(() => import('../contact/ContactPanel'));
const WIDE = '(width >= 80rem)';

/** One conversation. Its key is the conversation's id: nothing of it outlives a change to another. */
export function ChatPane({ conversationId, backTo }: { conversationId: string; backTo: string }) {
  const t = useText();
  const errorText = useErrorText();
  const workspace = useWorkspace();
  const chat = useMemo(() => workspace.chat(conversationId), [workspace, conversationId]);
  const { isMissing, failure, messages } = useStore(chat.state);
  const conversation = useConversationRow(workspace.rows, conversationId);
  const [quoted, setQuoted] = useState<QuotedMessage | null>(null);
  const [isPanelOpen, setPanelOpen] = useState(() => matchMedia(WIDE).matches);
  useMarksRead(conversation);

  if (isMissing) return <Notice text={t('chat.missing')} />;
  if (conversation === null) {
    if (failure === null) return <Notice text={t('app.loading')} isBusy />;
    return <Notice text={errorText(failure)} onAgain={() => void chat.reload()} />;
  }
  return (
    <div className={css.pane} data-panel={isPanelOpen || undefined}>
      <section className={css.chat} aria-label={t('chat.with', { name: conversation.contact.displayName })}>
        <ChatHeader
          conversation={conversation}
          backTo={backTo}
          isPanelOpen={isPanelOpen}
          onPanel={() => setPanelOpen(!isPanelOpen)}
        />
        <MessageList chat={chat} conversation={conversation} onQuote={setQuoted} />
        {failure !== null && messages.length > 0 && (
          <p className={css.trouble} role="alert">
            {errorText(failure)}
            <button type="button" className="button small" onClick={() => void chat.reload()}>
              {t('app.again')}
            </button>
          </p>
        )}
        <Composer conversation={conversation} quoted={quoted} onUnquote={() => setQuoted(null)} />
      </section>
      {isPanelOpen && (
        <Failed>
          <Suspense fallback={<aside className={css.panel} aria-busy="true" />}>
            <ContactPanel conversation={conversation} onClose={() => setPanelOpen(false)} />
          </Suspense>
        </Failed>
      )}
    </div>
  );
}

function Notice({ text, isBusy = false, onAgain }: { text: string; isBusy?: boolean; onAgain?: () => void }) {
  const t = useText();
  return (
    <section className={css.notice} aria-busy={isBusy}>
      <p role="status">{text}</p>
      {onAgain !== undefined && (
        <button type="button" className="button" onClick={onAgain}>
          {t('app.again')}
        </button>
      )}
    </section>
  );
}
