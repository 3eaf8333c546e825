import type { RenderedTemplate, SimFile, SimMessage } from '../../../../src/simulator/control-api';
import { MessageContentView } from '../../../src/chat/content/MessageContentView';
import { contentOf } from './content-of';
import type { CustomerWrites } from './customer-writes';
import { Taps } from './Taps';
import { tapOfButton } from './taps';
import css from './Phone.module.css';

interface Props {
  message: SimMessage;
  cards: RenderedTemplate['cards'];
  files: readonly SimFile[];
  writes: CustomerWrites;
}

/** The cards of a template, side by side. */
export function Cards({ message, cards, files, writes }: Props) {
  if (cards.length === 0) return null;
  return (
    <ul className={css.cards}>
      {cards.map(({ headerContent, body, buttons }, index) => {
        const template = { ...EMPTY, headerContent, body };
        return (
          <li key={index}>
            <MessageContentView
              message={{ content: contentOf({ ...message, template }, files), text: body }}
              onExpired={() => undefined}
              onRetryMedia={() => undefined}
            />
            <Taps taps={buttons.map(tapOfButton)} message={message} writes={writes} />
          </li>
        );
      })}
    </ul>
  );
}

const EMPTY = { name: '', language: '', category: '', header: '', footer: '', buttons: [], cards: [], order: null };
