import { Languages } from 'lucide-react';
import { useStore } from '../parts/state/store';
import { chooseLanguage, language, LANGUAGE_NAMES, LANGUAGES, type Language } from './languages';
import { useText } from './text';

export function LanguageChoice() {
  const t = useText();
  return (
    <label className="choice">
      <Languages aria-hidden="true" />
      <span className="visually-hidden">{t('app.language')}</span>
      <select value={useStore(language)} onChange={(event) => chooseLanguage(event.target.value as Language)}>
        {LANGUAGES.map((known) => (
          <option key={known} value={known} lang={known}>
            {LANGUAGE_NAMES[known]}
          </option>
        ))}
      </select>
    </label>
  );
}
