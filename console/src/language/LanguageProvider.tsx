import { useEffect, useState, type ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import { useStore } from '../parts/state/store';
import { directionOf, language, loadCatalogue, type Catalogue, type Language } from './languages';
import { pagesAreWanted, recordPageTexts } from './page-texts';

interface Loaded {
  language: Language;
  texts: Catalogue;
  hasPages: boolean;
}

type Load = (wanted: Language) => Promise<Catalogue>;

interface Props {
  /** All texts of a language; those of the console's first view unless given. The same function each time. */
  load?: Load;
  /** Texts of pages, which are loaded when a page is. The same function each time. */
  loadPages?: Load;
  /** Texts that may come later. The same function each time. */
  loadMore?: Load;
  children: ReactNode;
}

/** Shows nothing until the texts are there, and the former language until the new one's are. */
export function LanguageProvider({ load = loadCatalogue, loadPages, loadMore, children }: Props) {
  const wanted = useStore(language);
  const needsPages = useStore(pagesAreWanted);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    let isWanted = true;
    const show = (texts: Catalogue): void => {
      if (!isWanted) return;
      document.documentElement.lang = wanted;
      document.documentElement.dir = directionOf(wanted);
      setLoaded({ language: wanted, texts, hasPages: needsPages });
    };
    const parts = needsPages && loadPages !== undefined ? [load(wanted), loadPages(wanted)] : [load(wanted)];
    Promise.all(parts).then((found) => {
      const texts = Object.assign({}, ...found) as Catalogue;
      show(texts);
      loadMore?.(wanted).then(
        (more) => show({ ...texts, ...more }),
        () => undefined, // what is missing is said in English
      );
    }, recordPageTexts);
    return () => {
      isWanted = false;
    };
  }, [wanted, needsPages, load, loadPages, loadMore]);
  // after they are shown: a page that waits for them finds them
  useEffect(() => {
    if (loaded?.hasPages === true) recordPageTexts();
  }, [loaded]);
  if (loaded === null) return null;
  return (
    <IntlProvider locale={loaded.language} messages={loaded.texts} onWarn={() => undefined}>
      {children}
    </IntlProvider>
  );
}
