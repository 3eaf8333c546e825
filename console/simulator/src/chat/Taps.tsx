import { ClipboardList, Copy, ExternalLink, List, MapPin, Reply } from 'lucide-react';
import { useState } from 'react';
import type { SimMessage } from '../../../../src/simulator/control-api';
import { useTell } from '../../../src/parts/tell';
import { useText } from '../language/text';
import type { CustomerWrites } from './customer-writes';
import { FormDialog } from './dialogs/FormDialog';
import { ListDialog } from './dialogs/ListDialog';
import { LocationDialog } from './dialogs/LocationDialog';
import type { Tap, Written } from './taps';
import css from './Phone.module.css';

interface Props {
  taps: readonly Tap[];
  message: SimMessage;
  writes: CustomerWrites;
}

/** The buttons beneath a message of the business. */
export function Taps({ taps, message, writes }: Props) {
  const t = useText();
  const { done } = useTell();
  const [opened, setOpened] = useState<Tap | null>(null);
  if (taps.length === 0) return null;
  const answer = (written: Written): void => {
    setOpened(null);
    void writes.message(written, message);
  };
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    done(t('sim.copied', { text }));
  };
  return (
    <ul className={css.taps}>
      {taps.map((tap, index) => (
        <li key={index}>
          <TapButton tap={tap} onAnswer={answer} onCopy={(text) => void copy(text)} onOpen={() => setOpened(tap)} />
        </li>
      ))}
      {opened?.kind === 'LIST' && <ListDialog list={opened} onChoose={answer} onClose={() => setOpened(null)} />}
      {opened?.kind === 'FORM' && (
        <FormDialog title={opened.title} token={opened.token} onAnswer={answer} onClose={() => setOpened(null)} />
      )}
      {opened?.kind === 'LOCATION' && <LocationDialog onWrite={answer} onClose={() => setOpened(null)} />}
    </ul>
  );
}

interface TapProps {
  tap: Tap;
  onAnswer: (written: Written) => void;
  onCopy: (text: string) => void;
  onOpen: () => void;
}

function TapButton({ tap, onAnswer, onCopy, onOpen }: TapProps) {
  const t = useText();
  switch (tap.kind) {
    case 'ANSWER':
      return (
        <button type="button" onClick={() => onAnswer(tap.written)}>
          <Reply className="lucide flips" aria-hidden="true" />
          <bdi>{tap.title}</bdi>
        </button>
      );
    case 'LINK':
      return tap.href === null ? (
        <span>
          <bdi>{tap.title}</bdi> <small dir="ltr">{tap.address}</small>
        </span>
      ) : (
        <a href={tap.href} target="_blank" rel="noopener noreferrer">
          <ExternalLink aria-hidden="true" />
          <bdi>{tap.title}</bdi>
        </a>
      );
    case 'COPY':
      return (
        <button type="button" onClick={() => onCopy(tap.text)}>
          <Copy aria-hidden="true" />
          <bdi>{tap.title}</bdi>
        </button>
      );
    case 'LIST':
      return (
        <button type="button" aria-haspopup="dialog" onClick={onOpen}>
          <List aria-hidden="true" />
          <bdi>{tap.title}</bdi>
        </button>
      );
    case 'FORM':
      return (
        <button type="button" aria-haspopup="dialog" onClick={onOpen}>
          <ClipboardList aria-hidden="true" />
          <bdi>{tap.title}</bdi>
        </button>
      );
    case 'LOCATION':
      return (
        <button type="button" aria-haspopup="dialog" onClick={onOpen}>
          <MapPin aria-hidden="true" />
          {t('sim.sendLocation')}
        </button>
      );
    case 'NOTHING':
      return (
        <span>
          <bdi>{tap.title}</bdi>
        </span>
      );
  }
}
