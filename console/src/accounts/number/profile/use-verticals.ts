import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { BusinessVertical } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import type { Option } from '../../../parts/form/Form';

/** Lines of business in the words of Meta, but for OTHER. */
const VERTICALS: readonly BusinessVertical[] = [
  'ALCOHOL',
  'APPAREL',
  'AUTO',
  'BEAUTY',
  'EDU',
  'ENTERTAIN',
  'EVENT_PLAN',
  'FINANCE',
  'GOVT',
  'GROCERY',
  'HEALTH',
  'HOTEL',
  'NONPROFIT',
  'ONLINE_GAMBLING',
  'OTC_DRUGS',
  'PHYSICAL_GAMBLING',
  'PROF_SERVICES',
  'RESTAURANT',
  'RETAIL',
  'TRAVEL',
];

/** Lines of business by their names in the language of the reader, in its order, "another" at the end. */
export function useVerticals(): Option<BusinessVertical>[] {
  const t = useText();
  const { locale } = useIntl();
  return useMemo(() => {
    const named = VERTICALS.map((value) => ({ value, label: t(`vertical.${value}`) }));
    named.sort((a, b) => a.label.localeCompare(b.label, locale));
    return [...named, { value: 'OTHER', label: t('vertical.OTHER') }];
  }, [locale, t]);
}
