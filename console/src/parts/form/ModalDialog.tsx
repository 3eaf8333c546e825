import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../../language/text';
import css from './ModalDialog.module.css';

interface Props {
  title: string;
  onClose: () => void;
  /** Whether it asks before something that cannot be undone. */
  isAlert?: boolean;
  /** Room for two columns, which divide it themselves. */
  isWide?: boolean;
  /** Before the title, such as the way back. */
  lead?: ReactNode;
  children: ReactNode;
}

/** A dialog above the page that has to be answered or closed first. */
export function ModalDialog({ title, onClose, isAlert = false, isWide = false, lead, children }: Props) {
  const t = useText();
  return (
    <ModalOverlay className={css.overlay} isOpen isDismissable={!isAlert} onOpenChange={onClose}>
      <Modal className={css.modal} data-wide={isWide || undefined}>
        <Dialog className={css.dialog} role={isAlert ? 'alertdialog' : 'dialog'}>
          <header className={css.head}>
            {lead}
            <Heading slot="title" className={css.title}>
              {title}
            </Heading>
            <button type="button" className="button quiet icon" aria-label={t('app.close')} onClick={onClose}>
              <X aria-hidden="true" />
            </button>
          </header>
          {isWide ? children : <div className={css.content}>{children}</div>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
