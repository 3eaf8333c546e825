import { MoreHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import type { SimCustomer } from '../../../../src/simulator/control-api';
import css from '../../../src/chat/message/MessageBubble.module.css';
import { MessageContentView } from '../../../src/chat/content/MessageContentView';
import { QuoteText } from '../../../src/chat/message/Quote';
import { useMessageLine } from '../../../src/chat/message/message-line';
import { Ticks } from '../../../src/chat/message/Ticks';
import { useTimes } from '../../../src/language/times';
import { control, useControl } from '../control/control';
import { useWorld } from '../control/use-world';
import { useText } from '../language/text';
import { BubbleMenu } from './BubbleMenu';
import { Cards } from './Cards';
import type { ChatMessage } from './chat-of';
import { contentOf } from './content-of';
import type { CustomerWrites } from './customer-writes';
import { lineOf } from './line-of';
import { Taps } from './Taps';
import { tapsOf } from './taps';
import phoneCss from './Phone.module.css';

interface Props {
  chatMessage: ChatMessage;
  customer: SimCustomer;
  writes: CustomerWrites;
  onQuote: () => void;
  onEdit: () => void;
}

/** A message on the customer's phone: their own stand at the end, those of the business at the beginning. */
export function Bubble({ chatMessage, customer, writes, onQuote, onEdit }: Props) {
  const t = useText();
  const times = useTimes();
  const run = useControl();
  const line = useMessageLine();
  const { state } = useWorld();
  const { message, isOwn, isEdited, isDeleted, reactions, quoted } = chatMessage;
  const { wamid, status, text, template } = message;
  const at = new Date(message.at).toISOString();
  const business = state.phones.find(({ id }) => id === message.phoneId)?.verifiedName ?? '';
  const names = { customer: customer.name, business };
  if (status === 'failed')
    return (
      <li className={css.system}>
        <span>{t('sim.notDelivered', { text })}</span>
      </li>
    );
  const quotedLine = quoted === null ? null : lineOf(quoted, state.files, names);
  return (
    <li className={css.place} data-direction={isOwn ? 'OUTBOUND' : 'INBOUND'} data-message={wamid}>
      <article
        className={css.bubble}
        aria-label={t('chat.by', { name: isOwn ? customer.name : business, time: times.full(at) })}
        onPlayCapture={() => {
          if (!isOwn && status !== 'played' && message.type === 'audio') void run(control.played(wamid));
        }}
      >
        {quotedLine !== null && (
          <div className={`${css.quote} ${phoneCss.quote}`}>
            <QuoteText message={quotedLine} line={line(quotedLine)} />
          </div>
        )}
        {isDeleted ? (
          <p className={css.deleted}>{t('chat.deleted')}</p>
        ) : (
          <>
            <MessageContentView
              message={{ content: contentOf(message, state.files), text }}
              onExpired={() => undefined}
              onRetryMedia={() => undefined}
            />
            {template !== undefined && (
              <Cards message={message} cards={template.cards} files={state.files} writes={writes} />
            )}
            {!isOwn && <Taps taps={tapsOf(message)} message={message} writes={writes} />}
          </>
        )}
        <p className={css.foot}>
          {isEdited && !isDeleted && <span>{t('chat.edited')}</span>}
          <time dateTime={at} title={times.full(at)}>
            {times.clock(at)}
          </time>
          {isOwn && <Ticks status={status === 'read' ? 'READ' : 'SENT'} />}
        </p>
        {reactions.length > 0 && (
          <p className={css.reactions}>
            <span className="visually-hidden">{t('chat.reactions')}</span>
            {reactions.map(({ emoji, isOwn: byCustomer }) => (
              <span key={String(byCustomer)} title={byCustomer ? customer.name : business}>
                {emoji}
              </span>
            ))}
          </p>
        )}
      </article>
      {!isDeleted && <Tools chatMessage={chatMessage} writes={writes} onQuote={onQuote} onEdit={onEdit} />}
    </li>
  );
}

function Tools(props: Omit<Props, 'customer'>) {
  const t = useText();
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={css.tools} data-open={isOpen || undefined}>
      <button
        ref={opener}
        type="button"
        aria-label={t('chat.more')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <MoreHorizontal aria-hidden="true" />
      </button>
      {isOpen && <BubbleMenu {...props} opener={opener} onClose={() => setOpen(false)} />}
    </div>
  );
}
