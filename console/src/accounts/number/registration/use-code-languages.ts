import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { Option } from '../../../parts/form/Form';
import { CODE_LANGUAGES } from './code-languages';

/** The languages of codes by their names in the language of the reader; with the country where there are several. */
export function useCodeLanguages(): Option<string>[] {
  const { locale } = useIntl();
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'language' });
    const baseOf = (code: string): string => code.slice(0, 2);
    return CODE_LANGUAGES.map((value) => {
      const isOnly = CODE_LANGUAGES.filter((each) => baseOf(each) === baseOf(value)).length === 1;
      const tag = isOnly ? baseOf(value) : value.replace('_', '-');
      return { value, label: names.of(tag) ?? value };
    }).sort((a, b) => a.label.localeCompare(b.label, locale));
  }, [locale]);
}
