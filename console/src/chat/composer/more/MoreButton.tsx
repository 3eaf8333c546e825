import { Plus } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { lazily } from '../../../parts/lazily';
import { useText } from '../../../language/text';
import type { ExtraKind } from './extra-kinds';

const MoreMenu = lazily(() => import('./MoreMenu'));
const ExtraDialog = lazily(() => import('./ExtraDialog'));

interface Props {
  isDisabled: boolean;
  conversationId: string;
  replyToId: string | null;
  onSent: () => void;
}

/** What can be sent beside text, files and templates: buttons, a list, a place, a contact. */
export function MoreButton({ isDisabled, ...rest }: Props) {
  const t = useText();
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [kind, setKind] = useState<ExtraKind | null>(null);
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
        {kind !== null && <ExtraDialog kind={kind} {...rest} onClose={() => setKind(null)} />}
      </Suspense>
    </>
  );
}
