import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { HistoryEntryFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import {
  CODE_VERIFICATIONS,
  limitOfTier,
  NAME_REASONS,
  NAME_STATUSES,
  NUMBER_STATUSES,
  QUALITIES,
  waitOf,
} from './number-words';

/** Says what Meta says of a number in the language of the reader: null as not known yet, a word that is new as it is. */
export interface NumberTexts {
  status: (word: string | null) => string;
  quality: (word: string) => string;
  limit: (tier: string | null) => string;
  throughput: (perSecond: number) => string;
  nameStatus: (word: string | null) => string;
  nameReason: (word: string) => string;
  codeVerification: (word: string | null) => string;
  /** From what to what something changed. */
  change: (entry: HistoryEntryFragment) => string;
  /** Such as 59 minutes. */
  wait: (seconds: number) => string;
}

export function useNumberTexts(): NumberTexts {
  const t = useText();
  const intl = useIntl();
  return useMemo(() => {
    const worded =
      <Known extends string>(known: readonly Known[], say: (word: Known) => string) =>
      (word: string | null): string => {
        if (word === null) return t('app.unknown');
        const found = known.find((each) => each === word);
        return found === undefined ? word : say(found);
      };
    const limit = (tier: string | null): string => {
      if (tier === null) return t('app.unknown');
      const customers = limitOfTier(tier);
      if (customers === 'UNLIMITED') return t('numbers.unlimited');
      return customers === null ? tier : t('numbers.perDay', { limit: intl.formatNumber(customers) });
    };
    const throughput = (perSecond: number): string => t('numbers.perSecond', { count: perSecond });
    const status = worded(NUMBER_STATUSES, (word) => t(`numberStatus.${word}`));
    const quality = worded(QUALITIES, (word) => t(`numberQuality.${word}`));
    const valueOf = ({ kind }: HistoryEntryFragment, value: string | null): string => {
      if (kind === 'STATUS') return status(value);
      if (kind === 'QUALITY') return quality(value);
      if (kind === 'LIMIT') return limit(value);
      if (kind === 'THROUGHPUT' && value !== null) return throughput(Number(value));
      return value ?? t('app.unknown');
    };
    return {
      status,
      quality,
      limit,
      throughput,
      nameStatus: worded(NAME_STATUSES, (word) => t(`nameStatus.${word}`)),
      nameReason: worded(NAME_REASONS, (word) => t(`nameReason.${word}`)),
      codeVerification: worded(CODE_VERIFICATIONS, (word) => t(`codeVerification.${word}`)),
      change: (entry) => t('history.fromTo', { from: valueOf(entry, entry.from), to: valueOf(entry, entry.to) }),
      wait: (seconds) => {
        const { value, unit } = waitOf(seconds);
        return intl.formatNumber(value, { style: 'unit', unit, unitDisplay: 'long' });
      },
    };
  }, [intl, t]);
}
