/** Languages in which Meta is asked to tell a code, with the country that it wants beside each. */
export const CODE_LANGUAGES = [
  'ar_AR',
  'da_DK',
  'de_DE',
  'en_GB',
  'en_US',
  'es_ES',
  'es_MX',
  'fr_FR',
  'hi_IN',
  'id_ID',
  'it_IT',
  'ja_JP',
  'ko_KR',
  'nb_NO',
  'nl_NL',
  'pl_PL',
  'pt_BR',
  'pt_PT',
  'ru_RU',
  'sv_SE',
  'tr_TR',
  'zh_CN',
] as const;

const ENGLISH = 'en_US';

/** The language that is chosen at first: the reader's, such as pt_BR for pt-BR and de_DE for de. */
export function codeLanguageOf(locale: string): string {
  const wanted = locale.replace('-', '_');
  if (wanted === 'en') return ENGLISH;
  return CODE_LANGUAGES.find((each) => each === wanted || each.startsWith(`${wanted}_`)) ?? ENGLISH;
}
