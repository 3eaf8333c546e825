import { useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { useText } from '../../language/text';
import type { Change } from './change';
import { FormFoot } from './Choices';
import { FormContext, Problems } from './Form';
import { ModalDialog } from './ModalDialog';

interface Props {
  label: string;
  icon?: ReactNode;
  /** What happens if it is done, and whether it can be undone. */
  question: ReactNode;
  change: Pick<Change, 'isBusy' | 'refusals' | 'forget'>;
  isSmall?: boolean;
  /** It is what the page is for, not what ends something. */
  isPrimary?: boolean;
  /** @returns whether it was done */
  onConfirm: () => Promise<boolean>;
}

/** Something grave: asked once more, with what was refused of it. */
export function ConfirmButton({ label, icon, question, change, isSmall = false, isPrimary = false, onConfirm }: Props) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const { attempted } = useContext(FormContext);
  const isConfirmed = useRef(false);
  useEffect(() => {
    if (isOpen || !isConfirmed.current) return;
    isConfirmed.current = false;
    attempted();
  }, [isOpen, attempted]);
  const look = `button ${isPrimary ? 'primary' : 'danger'}${isSmall ? ' small' : ''}`;
  const open = (): void => {
    change.forget();
    setOpen(true);
  };
  const close = (): void => setOpen(false);
  const confirm = async (): Promise<void> => {
    if (!(await onConfirm())) return;
    isConfirmed.current = true;
    close();
  };
  return (
    <>
      <button type="button" className={look} onClick={open}>
        {icon}
        {label}
      </button>
      {isOpen && (
        <ModalDialog title={label} isAlert onClose={close}>
          {typeof question === 'string' ? <p>{question}</p> : question}
          <Problems refusals={change.refusals} />
          <FormFoot>
            <button type="button" className="button" autoFocus onClick={close}>
              {t('app.cancel')}
            </button>
            <button type="button" className={look} aria-disabled={change.isBusy} onClick={() => void confirm()}>
              {label}
            </button>
          </FormFoot>
        </ModalDialog>
      )}
    </>
  );
}
