import { Lock, StickyNote } from 'lucide-react';
import { useWorkspace } from '../../app/workspace';
import type { InboxConversationFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { GrowingText } from './GrowingText';
import { useDrafted } from './use-draft';
import css from './Composer.module.css';

/** A box of its own, in a colour of its own: what is written here no customer ever sees. */
export function NoteBox({ conversation: { id, allowedActions } }: { conversation: InboxConversationFragment }) {
  const t = useText();
  const { outbox } = useWorkspace();
  const [text, setText] = useDrafted(id, 'note');
  if (!allowedActions.includes('NOTE')) return null;
  const add = (): void => {
    if (text.trim() === '') return;
    outbox.addNote(id, text.trim());
    setText('');
  };
  return (
    <form
      className={css.note}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Lock aria-hidden="true" />
      <GrowingText
        label={t('composer.note')}
        placeholder={t('composer.note.hint')}
        value={text}
        onChange={setText}
        onEnter={add}
      />
      <button type="submit" className="button small" aria-disabled={text.trim() === ''}>
        <StickyNote aria-hidden="true" />
        {t('composer.note.add')}
      </button>
    </form>
  );
}
