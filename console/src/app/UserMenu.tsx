import { Bell, CircleUser, LogOut, SunMoon } from 'lucide-react';
import type { RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { Link } from 'wouter';
import { LanguageChoice } from '../language/LanguageChoice';
import { useText, type TextId } from '../language/text';
import { choosePopUps, popsUp } from '../live/desktop-notifications';
import { useStore } from '../parts/state/store';
import { signOut } from '../session/session';
import { chooseTheme, theme, THEMES, type Theme } from './theme';
import { useWorkspace } from './workspace';
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
        <label className="choice">
          <SunMoon aria-hidden="true" />
          <span className="visually-hidden">{t('app.theme')}</span>
          <select value={useStore(theme)} onChange={(event) => chooseTheme(event.target.value as Theme)}>
            {THEMES.map((known) => (
              <option key={known} value={known}>
                {t(`app.theme.${known}`)}
              </option>
            ))}
          </select>
        </label>
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
        <button type="button" className="button" onClick={() => void signOut()}>
          <LogOut aria-hidden="true" />
          {t('user.signOut')}
        </button>
      </Dialog>
    </Popover>
  );
}
