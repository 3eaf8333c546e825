import { SendHorizontal, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { SimCustomer } from '../../../../src/simulator/control-api';
import css from '../../../src/chat/composer/Composer.module.css';
import { GrowingText } from '../../../src/chat/composer/GrowingText';
import { useMessageLine } from '../../../src/chat/message/message-line';
import { QuoteText } from '../../../src/chat/message/Quote';
import { useWorld } from '../control/use-world';
import { useText } from '../language/text';
import { Attach } from './Attach';
import type { ChatMessage } from './chat-of';
import type { CustomerWrites } from './customer-writes';
import { lineOf } from './line-of';

export interface About {
  kind: 'QUOTE' | 'EDIT';
  chatMessage: ChatMessage;
}

interface Props {
  customer: SimCustomer;
  writes: CustomerWrites;
  /** What is answered or changed; null: something new is written. */
  about: About | null;
  onDone: () => void;
}

/** Where the customer writes. */
export function Composer({ customer, writes, about, onDone }: Props) {
  const t = useText();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const quoted = about?.kind === 'QUOTE' ? about.chatMessage.message : null;
  useEffect(() => {
    if (about === null) return;
    if (about.kind === 'EDIT') setText(textOf(about.chatMessage));
    field.current?.focus();
  }, [about]);

  /** What was written is taken out at once, and comes back where it was refused. */
  const send = async (writing: (written: string) => Promise<boolean>): Promise<void> => {
    const written = text;
    setText('');
    if (await writing(written)) onDone();
    else setText(written);
  };
  const sendText = (): void => {
    if (text.trim() === '') return;
    const changed = about?.kind === 'EDIT' ? about.chatMessage.message : null;
    void send(async (written) => (changed === null ? writes.text(written, quoted) : writes.edit(changed, written)));
  };

  return (
    <div className={css.composer}>
      {about !== null && <AboutLine about={about} customer={customer} onDone={onDone} />}
      <form
        className={css.answer}
        onSubmit={(event) => {
          event.preventDefault();
          sendText();
        }}
      >
        <Attach
          writes={writes}
          onFile={(file) => void send(async (caption) => writes.file(file, caption, quoted))}
          onSample={(sample) => void send(async (caption) => writes.sample(sample, caption, quoted))}
        />
        <GrowingText
          ref={field}
          label={t('composer.message')}
          placeholder={t('sim.write')}
          value={text}
          onChange={setText}
          onEnter={sendText}
        />
        <button
          type="submit"
          className="button primary icon"
          aria-label={t('composer.send')}
          aria-disabled={text.trim() === ''}
        >
          <SendHorizontal className="lucide flips" aria-hidden="true" />
        </button>
      </form>
    </div>
  );
}

function AboutLine({ about, customer, onDone }: { about: About; customer: SimCustomer; onDone: () => void }) {
  const t = useText();
  const line = useMessageLine();
  const { state } = useWorld();
  const { message } = about.chatMessage;
  const business = state.phones.find(({ id }) => id === message.phoneId)?.verifiedName ?? '';
  const quotedLine = lineOf(message, state.files, { customer: customer.name, business });
  const isEdit = about.kind === 'EDIT';
  return (
    <div className={css.quoted}>
      {isEdit ? <strong>{t('sim.editing')}</strong> : <QuoteText message={quotedLine} line={line(quotedLine)} />}
      <button type="button" aria-label={t(isEdit ? 'app.cancel' : 'composer.unquote')} onClick={onDone}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}

/** What can be changed of it: its text, or its caption. */
function textOf({ message: { type, text, body } }: ChatMessage): string {
  if (type === 'text') return text;
  return typeof body.caption === 'string' ? body.caption : '';
}
