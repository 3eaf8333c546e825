import { useQuery } from 'urql';
import { useWorkspace } from '../../app/workspace';
import type { NumberStandingFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { Page, QueryState, Section } from '../../parts/page/Page';
import { NumberStatusBadge, QualityBadge } from '../badges';
import { Greetings } from './greetings/Greetings';
import { NUMBERS_OF_ACCOUNT } from './number-documents';
import { NumberFacts } from './NumberFacts';
import { NumberHistory } from './NumberHistory';
import { BusinessProfile } from './profile/BusinessProfile';
import { QrCodes } from './qr-codes/QrCodes';
import { DisplayName } from './registration/DisplayName';
import { Registration } from './registration/Registration';
import { TwoStepPin } from './registration/TwoStepPin';

/** A number of the company: how it stands at Meta, what administrators do with it from the first code to the display name, and what customers see of it. */
export function NumberPage({ accountId, numberId }: { accountId: string; numberId: string }) {
  const t = useText();
  const mayChange = useWorkspace().viewer.me.role === 'ADMIN';
  const [{ data, error, fetching }, reload] = useQuery({
    query: NUMBERS_OF_ACCOUNT,
    variables: { accountId, mayChange },
  });
  const number = data?.account?.phoneNumbers.find(({ id }) => id === numberId);
  const back = { href: `/accounts/${accountId}`, label: t('number.back') };
  if (number === undefined)
    return (
      <Page title={t('inbox.number')} back={back}>
        <QueryState error={error} isLoading={fetching} empty={<p>{t('error.NOT_FOUND')}</p>} />
      </Page>
    );
  const readAgain = (): void => reload({ requestPolicy: 'network-only' });
  const refusals = number.pinRefusals ?? null;
  const about = (
    <>
      <bdi>{number.verifiedName}</bdi>
      <NumberStatusBadge status={number.status} />
      <QualityBadge quality={number.qualityRating} />
    </>
  );
  return (
    <Page title={number.displayPhoneNumber ?? number.whatsappPhoneNumberId} back={back} about={about}>
      <NumberFacts number={number} mayRefresh={mayChange} />
      {mayChange ? (
        <>
          <Registration number={number} refusals={refusals} onRefused={readAgain} />
          <TwoStepPin number={number} refusals={refusals} />
          <DisplayName number={number} />
          <BusinessProfile phoneNumberId={number.id} accountId={accountId} />
          <QrCodes phoneNumberId={number.id} />
          <Greetings phoneNumberId={number.id} />
          <NumberHistory key={followedOf(number)} numberId={number.id} />
        </>
      ) : (
        <Section title={t('number.customers')}>
          <p>{t('number.customers.administrators')}</p>
        </Section>
      )}
    </Page>
  );
}

/** What has a history: once it is another, the history has grown. */
function followedOf(number: NumberStandingFragment): string {
  const { status, qualityRating, messagingLimit, throughput, verifiedName } = number;
  return JSON.stringify([status, qualityRating, messagingLimit, throughput, verifiedName]);
}
