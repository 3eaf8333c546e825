import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { RefusalByMetaFragment } from '../../generated/graphql';
import type { TextId } from '../../language/text';

/** What Meta refused and what helps: the server's advice in English, what kind of trouble it is in every other language, with the code. */
export function useRefusalText(): (refusal: RefusalByMetaFragment) => string {
  const intl = useIntl();
  return useCallback(
    ({ advice, handling, code }) => {
      const id: TextId = `refusal.${handling}`;
      return intl.locale === 'en' ? `${advice} (${code})` : intl.formatMessage({ id }, { code });
    },
    [intl],
  );
}
