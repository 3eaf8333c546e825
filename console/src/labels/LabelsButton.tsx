import { Tag } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import type { InboxConversationFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { lazily } from '../parts/lazily';

const LabelsMenu = lazily(() => import('./LabelsMenu'));

/** Opens the labels of the account, of which a conversation has some. */
export function LabelsButton({ conversation }: { conversation: InboxConversationFragment }) {
  const t = useText();
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        ref={opener}
        type="button"
        className="button small"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <Tag aria-hidden="true" />
        <span>{t('label.title')}</span>
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <LabelsMenu conversation={conversation} opener={opener} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
