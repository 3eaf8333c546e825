import { useEffect, useState, type ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import { useStore } from '../parts/state/store';
import { directionOf, language, loadCatalogue, type Catalogue, type Language } from './languages';

interface Loaded {
  language: Language;
  texts: Catalogue;
}

interface Props {
  /** All texts of a language; those of the console unless given. The same function each time. */
  load?: (wanted: Language) => Promise<Catalogue>;
  /** Texts that may come later. The same function each time. */
  loadMore?: (wanted: Language) => Promise<Catalogue>;
  children: ReactNode;
}

/** Shows nothing until the texts are there, and the former language until the new one's are. */
export function LanguageProvider({ load = loadCatalogue, loadMore, children }: Props) {
  const wanted = useStore(language);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    let isWanted = true;
    void load(wanted).then((texts) => {
      if (!isWanted) return;
      document.documentElement.lang = wanted;
      document.documentElement.dir = directionOf(wanted);
      setLoaded({ language: wanted, texts });
      loadMore?.(wanted).then(
        (more) => {
          if (isWanted) setLoaded({ language: wanted, texts: { ...texts, ...more } });
        },
        () => undefined, // what is missing is said in English
      );
    });
    return () => {
      isWanted = false;
    };
  }, [wanted, load, loadMore]);
  if (loaded === null) return null;
  return (
    <IntlProvider locale={loaded.language} messages={loaded.texts} onWarn={() => undefined}>
      {children}
    </IntlProvider>
  );
}
