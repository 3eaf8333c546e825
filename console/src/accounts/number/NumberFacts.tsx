import { RefreshCw } from 'lucide-react';
import type { NumberStandingFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { useTimes } from '../../language/times';
import { Problems } from '../../parts/form/Form';
import { Facts, Section } from '../../parts/page/Page';
import { useTell } from '../../parts/tell';
import { useNumberChange } from './number-change';
import { REFRESH_NUMBER } from './number-documents';
import { useNumberTexts } from './number-texts';
import { isRegistered } from './number-words';

/** How a number stands at Meta, in words, and asking Meta anew. */
export function NumberFacts({ number, mayRefresh }: { number: NumberStandingFragment; mayRefresh: boolean }) {
  const t = useText();
  const times = useTimes();
  const tell = useTell();
  const text = useNumberTexts();
  const change = useNumberChange();
  const refresh = async (): Promise<void> => {
    if ((await change.run(REFRESH_NUMBER, { input: { phoneNumberId: number.id } })) !== null)
      tell.done(t('number.refreshed'));
  };
  const yesOrNo = (is: boolean | null): string => (is === null ? t('app.unknown') : t(is ? 'app.yes' : 'app.no'));
  const { requestedName, requestedNameStatus, requestedNameReason, standingReadAt } = number;
  const requested = [
    [t('number.requestedName'), <bdi key="requested">{requestedName}</bdi>],
    [t('number.requestedReview'), text.nameStatus(requestedNameStatus)],
  ] as const;
  return (
    <Section
      title={t('number.standing')}
      actions={
        mayRefresh && (
          <button type="button" className="button" aria-disabled={change.isBusy} onClick={() => void refresh()}>
            <RefreshCw aria-hidden="true" />
            {t('number.refresh')}
          </button>
        )
      }
    >
      <Facts
        facts={[
          [t('number.name'), <bdi key="name">{number.verifiedName ?? t('app.unknown')}</bdi>],
          [t('number.review'), text.nameStatus(number.nameStatus)],
          ...(requestedName === null ? [] : requested),
          ...(requestedNameReason === null
            ? []
            : ([[t('number.requestedReason'), text.nameReason(requestedNameReason)]] as const)),
          [t('numbers.status'), text.status(number.status)],
          [t('history.QUALITY'), text.quality(number.qualityRating)],
          [t('history.LIMIT'), text.limit(number.messagingLimit)],
          [t('numbers.throughput'), text.throughput(number.throughput)],
          [t('number.official'), yesOrNo(number.isOfficial)],
          [t('number.verified'), text.codeVerification(number.codeVerification)],
          [t('number.registered'), yesOrNo(isRegistered(number.status))],
          [t('number.pin.has'), yesOrNo(number.isPinSet)],
          [t('numbers.id'), <bdi key="id">{number.whatsappPhoneNumberId}</bdi>],
        ]}
      />
      <p role="status">
        {standingReadAt === null ? t('number.notRead') : t('number.readAt', { time: times.full(standingReadAt) })}
      </p>
      <Problems refusals={change.refusals} />
    </Section>
  );
}
