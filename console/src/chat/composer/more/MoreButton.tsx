import { Plus } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { page } from '../../../language/page-texts';
import { useText } from '../../../language/text';
import { isFormKind, type MenuKind } from './extra-kinds';

// their texts are those of pages, which the first view does without
const MoreMenu = page(() => import('./MoreMenu'));
const ExtraDialog = page(() => import('./ExtraDialog'));
const FormDialog = page(() => import('./forms/FormDialog'));

interface Props {
  isDisabled: boolean;
  conversationId: string;
  accountId: string;
  replyToId: string | null;
  onSent: () => void;
}

/** What can be sent beside text, files and templates. */
export function MoreButton({ isDisabled, accountId, ...rest }: Props) {
  const t = useText();
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [kind, setKind] = useState<MenuKind | null>(null);
  return (
    <>
      <button
        ref={opener}
        type="button"
        className="button quiet icon"
        aria-label={t('composer.more')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        disabled={isDisabled}
        onClick={() => setOpen(true)}
      >
        <Plus aria-hidden="true" />
      </button>
      <Suspense fallback={null}>
        {isOpen && (
          <MoreMenu
            opener={opener}
            onClose={() => setOpen(false)}
            onChoose={(chosen) => {
              setOpen(false);
              setKind(chosen);
            }}
          />
        )}
        {kind !== null &&
          (isFormKind(kind) ? (
            <FormDialog kind={kind} accountId={accountId} {...rest} onClose={() => setKind(null)} />
          ) : (
            <ExtraDialog kind={kind} {...rest} onClose={() => setKind(null)} />
          ))}
      </Suspense>
    </>
  );
}
