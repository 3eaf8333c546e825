import { useEffect, useState, type ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import { useStore } from '../parts/state/store';
import { directionOf, language, loadCatalogue, type Language } from './languages';

interface Loaded {
  language: Language;
  texts: Record<string, string>;
}

/** Shows nothing until the texts are there, and the former language until the new one's are. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const wanted = useStore(language);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    let isWanted = true;
    void loadCatalogue(wanted).then((texts) => {
      if (!isWanted) return;
      document.documentElement.lang = wanted;
      document.documentElement.dir = directionOf(wanted);
      setLoaded({ language: wanted, texts });
    });
    return () => {
      isWanted = false;
    };
  }, [wanted]);
  if (loaded === null) return null;
  return (
    <IntlProvider locale={loaded.language} messages={loaded.texts} onWarn={() => undefined}>
      {children}
    </IntlProvider>
  );
}
