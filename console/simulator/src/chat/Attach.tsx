import {
  Contact,
  FileText,
  Image,
  MapPin,
  Mic,
  Paperclip,
  Plus,
  ShieldQuestionMark,
  ShoppingBag,
  Sticker,
  Video,
  ClipboardList,
  type LucideIcon,
} from 'lucide-react';
import { useRef, useState } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import menuCss from '../../../src/chat/composer/more/More.module.css';
import { useText } from '../language/text';
import type { CustomerWrites } from './customer-writes';
import { ContactDialog } from './dialogs/ContactDialog';
import { FormDialog } from './dialogs/FormDialog';
import { LocationDialog } from './dialogs/LocationDialog';
import { OrderDialog } from './dialogs/OrderDialog';
import { SAMPLES, type Sample } from './samples';
import type { Written } from './taps';

const SAMPLE_ICONS: Record<Sample['kind'], LucideIcon> = {
  PICTURE: Image,
  VOICE: Mic,
  VIDEO: Video,
  DOCUMENT: FileText,
  STICKER: Sticker,
};

const KINDS = ['LOCATION', 'CONTACT', 'ORDER', 'FORM'] as const;
type Kind = (typeof KINDS)[number];
const KIND_ICONS: Record<Kind, LucideIcon> = {
  LOCATION: MapPin,
  CONTACT: Contact,
  ORDER: ShoppingBag,
  FORM: ClipboardList,
};

interface Props {
  writes: CustomerWrites;
  onFile: (file: File) => void;
  onSample: (sample: Sample) => void;
}

/** Everything that a customer can send beside text. */
export function Attach({ writes, onFile, onSample }: Props) {
  const t = useText();
  const opener = useRef<HTMLButtonElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [making, setMaking] = useState<Kind | null>(null);
  const then = (doing: () => void) => () => {
    setOpen(false);
    doing();
  };
  const write = (written: Written): void => {
    setMaking(null);
    void writes.message(written);
  };
  const close = (): void => setMaking(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
      <button
        ref={opener}
        type="button"
        className="button quiet icon"
        aria-label={t('composer.more')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <Plus aria-hidden="true" />
      </button>
      {isOpen && (
        <Popover className="popover" triggerRef={opener} isOpen onOpenChange={setOpen} placement="top start">
          <Dialog className={menuCss.menu} aria-label={t('composer.more')}>
            <button type="button" className="button quiet" onClick={then(() => picker.current?.click())}>
              <Paperclip aria-hidden="true" />
              {t('sim.file')}
            </button>
            {SAMPLES.map((sample) => {
              const Icon = SAMPLE_ICONS[sample.kind];
              return (
                <button key={sample.kind} type="button" className="button quiet" onClick={then(() => onSample(sample))}>
                  <Icon aria-hidden="true" />
                  {t(`sim.sample.${sample.kind}`)}
                </button>
              );
            })}
            {KINDS.map((kind) => {
              const Icon = KIND_ICONS[kind];
              return (
                <button key={kind} type="button" className="button quiet" onClick={then(() => setMaking(kind))}>
                  <Icon aria-hidden="true" />
                  {t(`sim.kind.${kind}`)}
                </button>
              );
            })}
            <button type="button" className="button quiet" onClick={then(() => void writes.unsupported())}>
              <ShieldQuestionMark aria-hidden="true" />
              {t('sim.kind.UNSUPPORTED')}
            </button>
          </Dialog>
        </Popover>
      )}
      {making === 'LOCATION' && <LocationDialog onWrite={write} onClose={close} />}
      {making === 'CONTACT' && <ContactDialog onWrite={write} onClose={close} />}
      {making === 'ORDER' && <OrderDialog onWrite={write} onClose={close} />}
      {making === 'FORM' && <FormDialog title={t('sim.kind.FORM')} onAnswer={write} onClose={close} />}
    </>
  );
}
