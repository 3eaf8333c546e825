import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { PauseKind } from '../generated/graphql';
import type { TextId } from './text';

interface Cause {
  kind: PauseKind;
  errorCode: number | null;
}

/** Why nothing is sent: the server's own sentence in English, its cause translated in every other language. */
export function usePauseText(): (reason: string | null, cause: Cause | null) => string | null {
  const intl = useIntl();
  return useCallback(
    (reason, cause) => {
      if (reason === null || cause === null || intl.locale === 'en') return reason;
      const id: TextId = `pause.${cause.kind}`;
      return intl.formatMessage({ id }, { code: cause.errorCode ?? 0 });
    },
    [intl],
  );
}
