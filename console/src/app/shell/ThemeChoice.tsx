import { SunMoon } from 'lucide-react';
import { useText } from '../../language/text';
import { useStore } from '../../parts/state/store';
import { chooseTheme, theme, THEMES, type Theme } from '../theme';

export function ThemeChoice() {
  const t = useText();
  return (
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
  );
}
