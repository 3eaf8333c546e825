import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { Option } from '../../parts/form/Form';

/** Those that Meta knows and that are asked for; whatever a template has already is added. */
const CODES =
  `af ar az bg bn ca cs da de el en en_GB en_US es es_AR es_ES es_MX et fa fi fil fr gu he hi hr hu id it ja ka kk kn ko lt lv
  mk ml mr ms nb nl pa pl pt_BR pt_PT ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh_CN zh_HK zh_TW zu`.split(
    /\s+/,
  );

/** WhatsApp's languages by their names in the language of the reader. */
export function useTemplateLanguages(present?: string): Option<string>[] {
  const { locale } = useIntl();
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'language' });
    const codes = present === undefined || CODES.includes(present) ? CODES : [...CODES, present];
    return codes
      .map((value) => ({ value, label: `${names.of(value.replace('_', '-')) ?? value} (${value})` }))
      .sort((a, b) => a.label.localeCompare(b.label, locale));
  }, [locale, present]);
}
