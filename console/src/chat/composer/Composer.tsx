import { FileText, Paperclip, SendHorizontal, X } from 'lucide-react';
import { Suspense, useEffect, useRef, useState, type ClipboardEvent, type DragEvent } from 'react';
import { useWorkspace } from '../../app/workspace';
import type { InboxConversationFragment } from '../../generated/graphql';
import { page } from '../../language/page-texts';
import { useText } from '../../language/text';
import { useNow } from '../../parts/state/now';
import { useStore } from '../../parts/state/store';
import { useReplyChoice } from '../../replies/reply-choice';
import { ReplyList } from '../../replies/ReplyList';
import { AttachmentTray } from './AttachmentTray';
import { GrowingText } from './GrowingText';
import { useMessageLine } from '../message/message-line';
import { MoreButton } from './more/MoreButton';
import { NoteBox } from './NoteBox';
import { QuoteText } from '../message/Quote';
import type { QuotedMessage } from '../message/quoted-message';
import { useShowsTyping } from './shows-typing';
import { VoiceButton } from './voice/VoiceButton';
import { useDrafted } from './use-draft';
import { isWindowOpen } from '../WindowState';
import css from './Composer.module.css';

const TemplatePicker = page(() => import('../../templates/picker/TemplatePicker'));

interface Props {
  conversation: InboxConversationFragment;
  quoted: QuotedMessage | null;
  onUnquote: () => void;
}

/** The answer to the customer, and below it, clearly another thing, the note among colleagues. */
export function Composer({ conversation, quoted, onUnquote }: Props) {
  const t = useText();
  const line = useMessageLine();
  const { outbox, attachments } = useWorkspace();
  const { id, allowedActions } = conversation;
  const [text, setText] = useDrafted(id, 'message');
  const files = useStore(attachments.of(id));
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [isPicking, setPicking] = useState(false);
  const [isDraggedOver, setDraggedOver] = useState(false);
  const now = useNow();
  const isOpen = isWindowOpen(conversation, now);
  const isBlocked = conversation.contact.blockedAt !== null;
  const mayReply = allowedActions.includes('REPLY') && isOpen && !isBlocked;
  const showsTyping = useShowsTyping(id);
  const replies = useReplyChoice(conversation, field, setText);
  useFocusAtFirst(field);
  useEffect(() => {
    if (quoted !== null) field.current?.focus();
  }, [quoted]);

  const isUploading = files.some(({ mediaId, problem }) => mediaId === null && problem === null);
  const isReady = mayReply && !isUploading && (text.trim() !== '' || files.some(({ mediaId }) => mediaId !== null));
  /** Everything is handed over before anything waits: a second press finds nothing to send. */
  const send = (): void => {
    if (!isReady) return;
    const body = text.trim();
    const replyToId = quoted?.id ?? null;
    const sent = attachments.take(id);
    // Sound has no caption: what is written then is a message of its own.
    const captioned = sent.findIndex(({ isVoice }) => !isVoice);
    sent.forEach(({ mediaId, name, isVoice }, index) => {
      const caption = index === captioned && body !== '' ? body : undefined;
      const media = isVoice ? { mediaId, kind: 'VOICE' as const } : { mediaId, caption };
      outbox.send(id, caption ?? name, { media }, index === 0 ? replyToId : null);
    });
    if (captioned < 0 && body !== '') outbox.send(id, body, { text: { body } }, sent.length === 0 ? replyToId : null);
    setText('');
    onUnquote();
    field.current?.focus();
  };
  const add = (list: FileList | null): void => {
    if (mayReply && list !== null) attachments.add(id, conversation.account.id, [...list]);
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    add(event.clipboardData.files);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setDraggedOver(false);
    add(event.dataTransfer.files);
  };
  return (
    <div
      className={css.composer}
      data-dragged={(isDraggedOver && mayReply) || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setDraggedOver(true);
      }}
      onDragLeave={() => setDraggedOver(false)}
      onDrop={onDrop}
    >
      {!mayReply && (
        <p className={css.closed}>
          {t(isBlocked ? 'composer.blocked' : isOpen ? 'composer.notAllowed' : 'composer.windowClosed')}
        </p>
      )}
      {quoted !== null && (
        <div className={css.quoted}>
          <QuoteText message={quoted} line={line(quoted)} />
          <button type="button" aria-label={t('composer.unquote')} onClick={onUnquote}>
            <X aria-hidden="true" />
          </button>
        </div>
      )}
      <AttachmentTray conversationId={id} files={files} />
      <ReplyList choice={replies} />
      <form
        className={css.answer}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            add(event.target.files);
            event.target.value = '';
          }}
        />
        <button
          type="button"
          className="button quiet icon"
          aria-label={t('composer.attach')}
          disabled={!mayReply}
          onClick={() => picker.current?.click()}
        >
          <Paperclip aria-hidden="true" />
        </button>
        <MoreButton
          isDisabled={!mayReply}
          conversationId={id}
          accountId={conversation.account.id}
          replyToId={quoted?.id ?? null}
          onSent={onUnquote}
        />
        <VoiceButton conversationId={id} accountId={conversation.account.id} isDisabled={!mayReply} />
        <GrowingText
          ref={field}
          label={t('composer.message')}
          placeholder={t(mayReply ? 'composer.message.hint' : 'composer.message.closed')}
          value={text}
          isDisabled={!mayReply}
          onChange={(changed) => {
            setText(changed);
            replies.typed(changed);
            if (changed !== '') showsTyping();
          }}
          onEnter={send}
          onPaste={onPaste}
          onKeyDown={replies.onKeyDown}
          onBlur={replies.close}
          attributes={replies.attributes}
        />
        <button
          type="button"
          className={`button ${mayReply ? 'quiet' : 'primary'} ${css.template}`}
          disabled={!allowedActions.includes('SEND_TEMPLATE')}
          onClick={() => setPicking(true)}
        >
          <FileText aria-hidden="true" />
          <span>{t('composer.template')}</span>
        </button>
        <button type="submit" className="button primary icon" aria-label={t('composer.send')} aria-disabled={!isReady}>
          <SendHorizontal className="lucide flips" aria-hidden="true" />
        </button>
      </form>
      <NoteBox conversation={conversation} />
      {isPicking && (
        <Suspense fallback={null}>
          <TemplatePicker conversation={conversation} onClose={() => setPicking(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** Where there is a keyboard; on a phone one would cover half of the chat. */
function useFocusAtFirst(field: React.RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) field.current?.focus({ preventScroll: true });
  }, [field]);
}
