import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { loadCatalogue, loadPageTexts, type Catalogue, type Language } from '../../../src/language/languages';
import type { TextId, TextValues } from '../../../src/language/text';
import type english from './catalogues/en.json';

/** A text of the simulator's page: its own, which stand in every catalogue beside this file, or one of the console's. */
export type SimTextId = keyof typeof english | TextId;

const CATALOGUES: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import('./catalogues/en.json'),
  de: () => import('./catalogues/de.json'),
  es: () => import('./catalogues/es.json'),
  'pt-BR': () => import('./catalogues/pt-BR.json'),
  ar: () => import('./catalogues/ar.json'),
};

/** The console's texts, which the shared parts say, and the simulator's own. */
export async function loadTexts(wanted: Language): Promise<Catalogue> {
  const [first, pages, own] = await Promise.all([loadCatalogue(wanted), loadPageTexts(wanted), CATALOGUES[wanted]()]);
  return { ...first, ...pages, ...own.default };
}

/** The texts of the page in the language of whoever uses it. */
export function useText(): (id: SimTextId, values?: TextValues) => string {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}
