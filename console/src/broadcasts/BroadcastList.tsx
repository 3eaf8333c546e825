import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useConnection } from '../parts/connection';
import { Page, QueryState } from '../parts/page/Page';
import { Filters, ListTotal, MoreButton, Row, Rows } from '../parts/page/Rows';
import { BROADCASTS } from './broadcast-documents';
import { BroadcastStatusBadge, Progress } from './Progress';

export function BroadcastList() {
  const t = useText();
  const times = useTimes();
  const { accounts, me } = useWorkspace().viewer;
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? '');
  const list = useConnection(
    BROADCASTS,
    { accountId, after: null as string | null },
    ({ broadcasts }) => broadcasts,
    accountId === '',
  );
  return (
    <Page
      title={t('nav.broadcasts')}
      actions={
        me.role !== 'OPERATOR' && (
          <Link href="/broadcasts/new" className="button primary">
            <Plus aria-hidden="true" />
            {t('broadcasts.new')}
          </Link>
        )
      }
    >
      {accounts.length > 1 && (
        <Filters label={t('templates.filter')}>
          <label className="choice">
            <span className="visually-hidden">{t('app.account')}</span>
            <select value={accountId} onChange={(event) => setAccountId(event.target.value)}>
              {accounts.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </Filters>
      )}
      <ListTotal total={list.total} />
      <Rows label={t('nav.broadcasts')}>
        {list.nodes.map((broadcast) => (
          <Row
            key={broadcast.id}
            title={broadcast.template.displayName}
            href={`/broadcasts/${broadcast.id}`}
            badge={<BroadcastStatusBadge status={broadcast.status} />}
          >
            <Progress broadcast={broadcast} />
            <small>
              {times.full(broadcast.startAt)} · <bdi>{broadcast.phoneNumber.displayPhoneNumber}</bdi>
            </small>
          </Row>
        ))}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState error={list.error} isLoading={list.isLoading} empty={<p>{t('broadcasts.empty')}</p>} />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
    </Page>
  );
}
