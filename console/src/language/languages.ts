import { loadAgain } from '../parts/load-again';
import { readSaved, save } from '../parts/state/saved';
import { Store } from '../parts/state/store';

export const LANGUAGES = ['en', 'de', 'es', 'pt-BR', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** As each calls itself. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  'pt-BR': 'Português (Brasil)',
  ar: 'العربية',
};

export type Catalogue = Record<string, string>;

type Loading = () => Promise<{ default: Catalogue }>;

/** What the first view says: all but the texts of pages. The build takes both out of one file (vite.config.js). */
const CATALOGUES: Record<Language, Loading> = {
  en: () => import('./catalogues/en.json?first'),
  de: () => import('./catalogues/de.json?first'),
  es: () => import('./catalogues/es.json?first'),
  'pt-BR': () => import('./catalogues/pt-BR.json?first'),
  ar: () => import('./catalogues/ar.json?first'),
};

/** What the pages of the navigation say and the inbox does not: page-texts.json names how their ids begin. */
const PAGES: Record<Language, Loading> = {
  en: () => import('./catalogues/en.json?pages'),
  de: () => import('./catalogues/de.json?pages'),
  es: () => import('./catalogues/es.json?pages'),
  'pt-BR': () => import('./catalogues/pt-BR.json?pages'),
  ar: () => import('./catalogues/ar.json?pages'),
};

/** What the server refuses with, by reason. In English the server says it itself, but for what names fields and operations. */
const REASONS: Record<Language, Loading> = {
  en: () => import('./catalogues/reasons/en.json'),
  de: () => import('./catalogues/reasons/de.json'),
  es: () => import('./catalogues/reasons/es.json'),
  'pt-BR': () => import('./catalogues/reasons/pt-BR.json'),
  ar: () => import('./catalogues/reasons/ar.json'),
};

const KEY = 'language';
const ENGLISH_REASONS_AFTER_MS = 10_000;
const BEGUN_AT = Date.now();

export const language = new Store<Language>(chosenOr(bestOf(navigator.languages)));

export function chooseLanguage(chosen: Language): void {
  save(KEY, chosen);
  language.set(chosen);
}

export async function loadCatalogue(wanted: Language): Promise<Catalogue> {
  return (await CATALOGUES[wanted]()).default;
}

/** Comes with the first page that says them. */
export async function loadPageTexts(wanted: Language): Promise<Catalogue> {
  return (await loadAgain(PAGES[wanted])).default;
}

/** Comes after the first view: nothing has been refused until then. The few of English come last, the server says the others. */
export async function loadReasons(wanted: Language): Promise<Catalogue> {
  // Once: they are asked for again with the texts of the first page.
  const waitMs = wanted === 'en' ? BEGUN_AT + ENGLISH_REASONS_AFTER_MS - Date.now() : 0;
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  return (await REASONS[wanted]()).default;
}

export function directionOf(wanted: Language): 'ltr' | 'rtl' {
  return wanted === 'ar' ? 'rtl' : 'ltr';
}

function chosenOr(otherwise: Language): Language {
  const saved = readSaved(KEY);
  return LANGUAGES.find((known) => known === saved) ?? otherwise;
}

function bestOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [base] = tag.toLowerCase().split('-');
    const found = LANGUAGES.find((known) => known.toLowerCase().split('-')[0] === base);
    if (found !== undefined) return found;
  }
  return 'en';
}
