import { Suspense, useRef, useState } from 'react';
import { lazily } from '../../parts/lazily';
import { useText } from '../../language/text';
import { Avatar } from '../../parts/Avatar';
import { useWorkspace } from '../workspace';
import css from './UserMenu.module.css';

const UserMenu = lazily(() => import('./UserMenu'));

/** Opens the menu, which is loaded when somebody wants it. */
export function UserButton() {
  const t = useText();
  const { me } = useWorkspace().viewer;
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={css.opener}
        aria-label={t('user.menu', { name: me.name })}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <Avatar id={me.id} name={me.name} />
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <UserMenu opener={opener} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
