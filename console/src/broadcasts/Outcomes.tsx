import { useEffect, useState } from 'react';
import { useRefusalText } from '../chat/message/refusal-text';
import type { BroadcastOutcomesQuery, BroadcastStateFragment, MessageStatus } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useConnection } from '../parts/connection';
import { DownloadButton } from '../parts/form/DownloadButton';
import { QueryState, Section } from '../parts/page/Page';
import { FilterChoice, MoreButton } from '../parts/page/Rows';
import { useSettled } from '../parts/state/settled';
import { Table } from '../parts/page/Table';
import { OUTCOMES } from './broadcast-documents';

const STATUSES: MessageStatus[] = ['QUEUED', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'UNCONFIRMED', 'CANCELLED'];

type Outcome = NonNullable<BroadcastOutcomesQuery['broadcast']>['messages']['nodes'][number];

/** What became of each message, as a table and as a file. */
export function Outcomes({ broadcast }: { broadcast: BroadcastStateFragment }) {
  const t = useText();
  const times = useTimes();
  const refusalText = useRefusalText();
  const [status, setStatus] = useState('');
  const wanted = status === '' ? null : [status as MessageStatus];
  const list = useConnection(
    OUTCOMES,
    { id: broadcast.id, status: wanted, after: null as string | null },
    (data) => data.broadcast?.messages,
  );
  const { reload } = list;
  const { queued, sent, delivered, read, failed } = broadcast;
  const counts = useSettled([queued, sent, delivered, read, failed].join());
  // eslint-disable-next-line react-hooks/exhaustive-deps -- read again when the counts have changed, and only then
  useEffect(() => reload(), [counts]);
  const reasonOf = ({ failure, refusal }: Outcome): string => {
    const reason = failure ?? refusal;
    return reason === null ? '' : refusalText(reason);
  };
  return (
    <Section
      title={t('broadcasts.outcomes')}
      actions={
        <>
          <FilterChoice
            label={t('templates.status')}
            all={t('templates.everyStatus')}
            value={status}
            options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
            onChange={setStatus}
          />
          <DownloadButton
            label={t('broadcasts.saveCsv')}
            address={`/broadcasts/${broadcast.id}/outcomes.csv?bom=1&status=${status}`}
            fileName="broadcast.csv"
          />
        </>
      }
    >
      <Table
        label={t('broadcasts.outcomes')}
        columns={[
          t('broadcasts.recipient'),
          t('field.phone'),
          t('templates.status'),
          t('broadcasts.time'),
          t('broadcasts.reason'),
        ]}
        rows={list.nodes.map((message) => ({
          key: message.id,
          cells: [
            <bdi key="name">{message.conversation.contact.displayName}</bdi>,
            <bdi key="phone">{message.conversation.contact.phoneNumber}</bdi>,
            t(`status.${message.status}`),
            times.short(message.occurredAt),
            reasonOf(message),
          ],
        }))}
      />
      {list.nodes.length === 0 && (
        <QueryState error={list.error} isLoading={list.isLoading} empty={<p>{t('list.nothingFound')}</p>} />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
    </Section>
  );
}
