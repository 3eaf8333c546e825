import { CalendarClock, ContactRound, List, MapPin, SquareMousePointer, type LucideIcon } from 'lucide-react';
import type { RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { useText } from '../../../language/text';
import { EXTRA_KINDS, type ExtraKind } from './extra-kinds';
import css from './More.module.css';

const ICONS: Record<ExtraKind, LucideIcon> = {
  LATER: CalendarClock,
  BUTTONS: SquareMousePointer,
  LIST: List,
  LOCATION: MapPin,
  CONTACT: ContactRound,
};

interface Props {
  opener: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
  onChoose: (kind: ExtraKind) => void;
}

export default function MoreMenu({ opener, onClose, onChoose }: Props) {
  const t = useText();
  return (
    <Popover className="popover" triggerRef={opener} isOpen onOpenChange={onClose} placement="top start">
      <Dialog className={css.menu} aria-label={t('composer.more')}>
        {EXTRA_KINDS.map((kind) => {
          const Icon = ICONS[kind];
          return (
            <button key={kind} type="button" className="button quiet" onClick={() => onChoose(kind)}>
              <Icon aria-hidden="true" />
              {t(`extra.${kind}`)}
            </button>
          );
        })}
      </Dialog>
    </Popover>
  );
}
