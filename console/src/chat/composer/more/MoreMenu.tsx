import {
  BookUser,
  CalendarClock,
  ClipboardList,
  ContactRound,
  GalleryHorizontal,
  House,
  Link,
  List,
  MapPin,
  MapPinned,
  Package,
  Phone,
  PhoneOutgoing,
  ShoppingBag,
  ShoppingBasket,
  SquareMousePointer,
  Store,
  Truck,
  type LucideIcon,
} from 'lucide-react';
import type { RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { useText } from '../../../language/text';
import { EXTRA_KINDS, type MenuKind } from './extra-kinds';
import { FORM_KINDS } from './forms/form-kinds';
import css from './More.module.css';

const ICONS: Record<MenuKind, LucideIcon> = {
  LATER: CalendarClock,
  BUTTONS: SquareMousePointer,
  LIST: List,
  LOCATION: MapPin,
  CONTACT: ContactRound,
  CALL_TO_ACTION: Link,
  CAROUSEL: GalleryHorizontal,
  FLOW: ClipboardList,
  PRODUCT: ShoppingBag,
  PRODUCT_LIST: ShoppingBasket,
  PRODUCT_CAROUSEL: Package,
  CATALOG: Store,
  LOCATION_REQUEST: MapPinned,
  CONTACT_REQUEST: BookUser,
  ADDRESS_REQUEST: House,
  CALL_BUTTON: Phone,
  CALL_PERMISSION_REQUEST: PhoneOutgoing,
  ORDER_STATUS: Truck,
};

interface Props {
  opener: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
  onChoose: (kind: MenuKind) => void;
}

export default function MoreMenu({ opener, onClose, onChoose }: Props) {
  const t = useText();
  return (
    <Popover className="popover" triggerRef={opener} isOpen onOpenChange={onClose} placement="top start">
      <Dialog className={css.menu} aria-label={t('composer.more')}>
        {[...EXTRA_KINDS, ...FORM_KINDS].map((kind) => {
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
