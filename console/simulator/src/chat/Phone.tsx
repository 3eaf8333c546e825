import { useEffect, useRef, useState } from 'react';
import type { SimCustomer } from '../../../../src/simulator/control-api';
import { useChatScroll } from '../../../src/chat/chat-scroll';
import { control } from '../control/control';
import { useWorld } from '../control/use-world';
import { useText } from '../language/text';
import { Bubble } from './Bubble';
import { chatOf, unreadIn } from './chat-of';
import { Composer, type About } from './Composer';
import { useCustomerWrites } from './customer-writes';
import { PhoneHeader } from './PhoneHeader';
import { useIsTyping } from './typing';
import css from './Phone.module.css';

const NEVER = (): void => undefined;

/** A customer's phone with the chat with the business. */
export function Phone({ customer, onPutAway }: { customer: SimCustomer; onPutAway: () => void }) {
  const t = useText();
  const { state, phoneId } = useWorld();
  const { userId, name, hasReadReceipts } = customer;
  const writes = useCustomerWrites(customer);
  const chat = chatOf(state.messages, phoneId, userId);
  const isTyping = useIsTyping(customer);
  const [isReading, setReading] = useState(true);
  const [about, setAbout] = useState<About | null>(null);
  const unread = unreadIn(chat);
  useReading(isReading && hasReadReceipts && unread > 0, userId, phoneId);
  const scroll = useChatScroll(chat.length, { isEnd: true, onNearBeginning: NEVER, onNearEnd: NEVER });
  const newest = chat.findLast(({ isOwn }) => !isOwn)?.message;

  return (
    <section className={css.phone} aria-label={t('sim.phoneOf', { name })} data-customer={userId}>
      <PhoneHeader
        customer={customer}
        unread={unread}
        isReading={isReading}
        onReading={setReading}
        onPutAway={onPutAway}
      />
      <div
        ref={scroll.scroller}
        className={css.scroller}
        onScroll={scroll.onScroll}
        tabIndex={0}
        role="region"
        aria-label={t('sim.messagesOf', { name })}
      >
        <ol ref={scroll.content} className={css.messages}>
          {chat.map((chatMessage) => (
            <Bubble
              key={chatMessage.message.wamid}
              chatMessage={chatMessage}
              customer={customer}
              writes={writes}
              onQuote={() => setAbout({ kind: 'QUOTE', chatMessage })}
              onEdit={() => setAbout({ kind: 'EDIT', chatMessage })}
            />
          ))}
        </ol>
      </div>
      <p role="status" className={css.typing}>
        {isTyping && t('sim.typing')}
      </p>
      <p role="status" className="visually-hidden">
        {newest !== undefined && t('chat.announced', { name: t('chat.company'), text: newest.text })}
      </p>
      <Composer customer={customer} writes={writes} about={about} onDone={() => setAbout(null)} />
    </section>
  );
}

/** Reads what comes, as long as the chat is open and this page is before somebody's eyes. */
function useReading(hasToRead: boolean, userId: string, phoneId: string): void {
  const isUnderWay = useRef(false);
  useEffect(() => {
    const read = (): void => {
      if (!hasToRead || document.visibilityState !== 'visible' || isUnderWay.current) return;
      isUnderWay.current = true;
      control
        .read(userId, phoneId)
        .catch(() => undefined) // with the next change
        .finally(() => {
          isUnderWay.current = false;
        });
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  });
}
