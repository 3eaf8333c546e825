import { MessageSquareText, Plus } from 'lucide-react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { Page, QueryState } from '../parts/page/Page';
import { Row, Rows } from '../parts/page/Rows';
import { ACCOUNTS } from './account-documents';
import { AccountStatusBadge, QualityBadge } from './badges';

export function AccountList() {
  const t = useText();
  const times = useTimes();
  const isAdmin = useWorkspace().viewer.me.role === 'ADMIN';
  const [{ data, error, fetching }] = useQuery({ query: ACCOUNTS, variables: {} });
  const accounts = data?.accounts ?? [];
  const actions = (
    <>
      <Link href="/accounts/replies" className="button">
        <MessageSquareText aria-hidden="true" />
        {t('replyChoice.title')}
      </Link>
      {isAdmin && (
        <Link href="/accounts/new" className="button primary">
          <Plus aria-hidden="true" />
          {t('accounts.new')}
        </Link>
      )}
    </>
  );
  return (
    <Page title={t('nav.accounts')} actions={actions}>
      <Rows label={t('nav.accounts')}>
        {accounts.map(({ id, name, status, phoneNumbers, lastWebhookAt }) => (
          <Row key={id} title={name} href={`/accounts/${id}`} badge={<AccountStatusBadge status={status} />}>
            {phoneNumbers.map((number) => (
              <span key={number.id}>
                <bdi>{number.displayPhoneNumber}</bdi> <bdi>{number.verifiedName}</bdi>{' '}
                <QualityBadge quality={number.qualityRating} />
              </span>
            ))}
            <span>
              {lastWebhookAt === null
                ? t('accounts.noWebhook')
                : t('accounts.lastWebhook', { time: times.full(lastWebhookAt) })}
            </span>
          </Row>
        ))}
      </Rows>
      {accounts.length === 0 && (
        <QueryState
          error={error}
          isLoading={fetching}
          empty={
            <div>
              <p>{isAdmin ? t('accounts.empty') : t('accounts.emptyForYou')}</p>
            </div>
          }
        />
      )}
    </Page>
  );
}
