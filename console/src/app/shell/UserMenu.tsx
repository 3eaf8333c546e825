import { Bell, CircleUser, FlaskConical, LogOut } from 'lucide-react';
import type { RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { Link } from 'wouter';
import { LanguageChoice } from '../../language/LanguageChoice';
import { useText, type TextId } from '../../language/text';
import { choosePopUps, popsUp } from '../../live/desktop-notifications';
import { useStore } from '../../parts/state/store';
import { signOut } from '../../session/session';
import { SIMULATOR_PATH } from '../simulator';
import { ThemeChoice } from './ThemeChoice';
import { useWorkspace } from '../workspace';
import css from './UserMenu.module.css';

interface Props {
  opener: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}

/** Who is signed in, what the console looks like to them, and the way out. */
export default function UserMenu({ opener, onClose }: Props) {
  const t = useText();
  const { me } = useWorkspace().viewer;
  const role: TextId = `role.${me.role}`;
  return (
    <Popover className="popover" triggerRef={opener} isOpen onOpenChange={onClose} placement="end bottom">
      <Dialog className={css.menu} aria-label={me.name}>
        <p className={css.who}>
          <strong>{me.name}</strong>
          <small>
            {me.email} · {t(role)}
          </small>
        </p>
        <ThemeChoice />
        <LanguageChoice />
        <label className="choice">
          <Bell aria-hidden="true" />
          <span>{t('app.popUps')}</span>
          <input
            type="checkbox"
            checked={useStore(popsUp)}
            onChange={(event) => void choosePopUps(event.target.checked)}
          />
        </label>
        <Link href="/profile" className="button" onClick={onClose}>
          <CircleUser aria-hidden="true" />
          {t('nav.profile')}
        </Link>
        {SIMULATOR_PATH !== null && (
          <a href={SIMULATOR_PATH} target="_blank" rel="noopener" className="button">
            <FlaskConical aria-hidden="true" />
            {t('user.simulator')}
          </a>
        )}
        <button type="button" className="button" onClick={() => void signOut()}>
          <LogOut aria-hidden="true" />
          {t('user.signOut')}
        </button>
      </Dialog>
    </Popover>
  );
}
