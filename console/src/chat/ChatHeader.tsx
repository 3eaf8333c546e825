import { ArrowLeft, CircleCheck, Info, RotateCcw, UserRoundCheck } from 'lucide-react';
import { Link } from 'wouter';
import { useWorkspace } from '../app/workspace';
import type { InboxConversationFragment } from '../generated/graphql';
import { ChatLabels } from '../labels/ChatLabels';
import { LabelsButton } from '../labels/LabelsButton';
import { useText } from '../language/text';
import { Avatar } from '../parts/Avatar';
import { useConversationActions } from './conversation-actions';
import { WindowState } from './WindowState';
import css from './Chat.module.css';

interface Props {
  conversation: InboxConversationFragment;
  backTo: string;
  isPanelOpen: boolean;
  onPanel: () => void;
}

export function ChatHeader({ conversation, backTo, isPanelOpen, onPanel }: Props) {
  const t = useText();
  const { me } = useWorkspace().viewer;
  const { contact, assignee, allowedActions, status } = conversation;
  const actions = useConversationActions(conversation.id);
  return (
    <header className={css.header}>
      <Link href={backTo} className={`button quiet icon ${css.back}`} aria-label={t('chat.back')}>
        <ArrowLeft className="lucide flips" aria-hidden="true" />
      </Link>
      <Avatar id={contact.id} name={contact.displayName} />
      <div className={css.person}>
        <h2>
          <bdi>{contact.displayName}</bdi>
        </h2>
        <p>
          {contact.phoneNumber !== null && <bdi>{contact.phoneNumber}</bdi>}
          <WindowState conversation={conversation} />
        </p>
        <ChatLabels conversation={conversation} />
      </div>
      <div className={css.tools}>
        {assignee !== null && <span className={css.assignee}>{t('inbox.answers', { name: assignee.name })}</span>}
        {allowedActions.includes('LABEL') && <LabelsButton conversation={conversation} />}
        {allowedActions.includes('ASSIGN') && assignee?.id !== me.id && (
          <button type="button" className="button small" onClick={() => void actions.assign(me.id)}>
            <UserRoundCheck aria-hidden="true" />
            <span>{t('chat.take')}</span>
          </button>
        )}
        {allowedActions.includes('CLOSE') && (
          <button type="button" className="button small" onClick={() => void actions.close()}>
            <CircleCheck aria-hidden="true" />
            <span>{t('chat.close')}</span>
          </button>
        )}
        {status === 'CLOSED' && allowedActions.includes('REOPEN') && (
          <button type="button" className="button small" onClick={() => void actions.reopen()}>
            <RotateCcw aria-hidden="true" />
            <span>{t('chat.reopen')}</span>
          </button>
        )}
        <button
          type="button"
          className="button quiet icon"
          aria-label={t('chat.details')}
          aria-expanded={isPanelOpen}
          onClick={onPanel}
        >
          <Info aria-hidden="true" />
        </button>
      </div>
    </header>
  );
}
