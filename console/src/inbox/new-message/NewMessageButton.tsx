import { SquarePen } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useWorkspace } from '../../app/workspace';
import { page } from '../../language/page-texts';
import { useText } from '../../language/text';
import { useStore } from '../../parts/state/store';

const NewMessageDialog = page(() => import('./NewMessageDialog'));

/** Writes first to somebody, with a template: nothing else reaches who has not written. `phoneNumberId`: the number that is chosen at first. */
export function NewMessageButton({ phoneNumberId }: { phoneNumberId: string | null }) {
  const t = useText();
  const { viewer, hasTemplateToSend } = useWorkspace();
  const hasTemplate = useStore(hasTemplateToSend.state);
  const hasNumber = viewer.accounts.some(({ phoneNumbers }) => phoneNumbers.length > 0);
  const [isOpen, setOpen] = useState(false);
  if (!(hasTemplate && hasNumber) && !isOpen) return null;
  return (
    <>
      <button
        type="button"
        className="button quiet icon"
        aria-label={t('inbox.newMessage')}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <SquarePen aria-hidden="true" />
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <NewMessageDialog phoneNumberId={phoneNumberId} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
