import { Ban, Pause, Play } from 'lucide-react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useWorkspace } from '../app/workspace';
import type { BroadcastStateFragment } from '../generated/graphql';
import { usePauseText } from '../language/pause-text';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Problems } from '../parts/form/Form';
import { Facts, Page, QueryState, Section } from '../parts/page/Page';
import { BROADCAST, CANCEL_BROADCAST, PAUSE_BROADCAST, RESUME_BROADCAST } from './broadcast-documents';
import { Outcomes } from './Outcomes';
import { BroadcastStatusBadge, Progress } from './Progress';
import { RefusedRows } from './recipients/RefusedRows';

export function BroadcastDetail({ id }: { id: string }) {
  const t = useText();
  const times = useTimes();
  const pauseText = usePauseText();
  const mayWrite = useWorkspace().viewer.me.role !== 'OPERATOR';
  const [{ data, error, fetching }] = useQuery({ query: BROADCAST, variables: { id } });
  const broadcast = data?.broadcast;
  const back = { href: '/broadcasts', label: t('broadcasts.back') };
  if (broadcast == null)
    return (
      <Page title={t('nav.broadcasts')} back={back}>
        <QueryState error={error} isLoading={fetching} empty={<p>{t('error.NOT_FOUND')}</p>} />
      </Page>
    );
  const { template, phoneNumber, createdBy, resumesAt, pauseReason, pauseCause, heldReason, heldCause, skipped } =
    broadcast;
  const author = createdBy === null || createdBy.__typename === 'Contact' ? '' : createdBy.name;
  return (
    <Page
      title={template.displayName}
      back={back}
      about={<BroadcastStatusBadge status={broadcast.status} />}
      actions={mayWrite && <Actions broadcast={broadcast} />}
    >
      <Section title={t('broadcasts.progress.label')}>
        <Progress broadcast={broadcast} />
        {pauseReason !== null && broadcast.status === 'PAUSED' && (
          <p role="status">{pauseText(pauseReason, pauseCause)}</p>
        )}
        {heldReason !== null && <p role="status">{pauseText(heldReason, heldCause)}</p>}
        {resumesAt !== null && <p>{t('broadcasts.resumesAt', { time: times.full(resumesAt) })}</p>}
        <Facts
          facts={[
            [t('status.QUEUED'), broadcast.queued],
            [t('status.SENT'), broadcast.sent],
            [t('status.DELIVERED'), broadcast.delivered],
            [t('status.READ'), broadcast.read],
            [t('outcome.FAILED'), broadcast.failed],
            [t('status.UNCONFIRMED'), broadcast.unconfirmed],
            [t('status.CANCELLED'), broadcast.cancelled],
          ]}
        />
      </Section>
      <Section title={t('broadcasts.about')}>
        <Facts
          facts={[
            [
              t('broadcasts.template'),
              <Link key="template" href={`/templates/${template.id}`}>
                {template.displayName} ({template.language})
              </Link>,
            ],
            [t('broadcasts.number'), <bdi key="number">{phoneNumber.displayPhoneNumber}</bdi>],
            [t('broadcasts.startAt'), times.full(broadcast.startAt)],
            [t('broadcasts.finishedAt'), broadcast.finishedAt === null ? '–' : times.full(broadcast.finishedAt)],
            [t('broadcasts.by'), <bdi key="author">{author}</bdi>],
          ]}
        />
      </Section>
      {skipped.length > 0 && (
        <Section title={t('broadcasts.skipped')}>
          <RefusedRows rows={skipped.map(({ index, errors }) => ({ line: index + 1, given: '', errors }))} />
        </Section>
      )}
      {mayWrite && <Outcomes broadcast={broadcast} />}
    </Page>
  );
}

function Actions({ broadcast }: { broadcast: BroadcastStateFragment }) {
  const t = useText();
  const change = useChange();
  const end = useChange();
  const { status } = broadcast;
  const input = { broadcastId: broadcast.id };
  return (
    <>
      {status === 'RUNNING' && (
        <button
          type="button"
          className="button"
          aria-disabled={change.isBusy}
          onClick={() => void change.run(PAUSE_BROADCAST, { input })}
        >
          <Pause aria-hidden="true" />
          {t('broadcasts.pause')}
        </button>
      )}
      {status === 'PAUSED' && (
        <button
          type="button"
          className="button primary"
          aria-disabled={change.isBusy}
          onClick={() => void change.run(RESUME_BROADCAST, { input })}
        >
          <Play aria-hidden="true" />
          {t('broadcasts.resume')}
        </button>
      )}
      {status !== 'FINISHED' && status !== 'CANCELLED' && (
        <ConfirmButton
          label={t('broadcasts.cancel')}
          icon={<Ban aria-hidden="true" />}
          question={t('broadcasts.cancel.question', { count: broadcast.queued })}
          change={end}
          onConfirm={async () => (await end.run(CANCEL_BROADCAST, { input })) !== null}
        />
      )}
      <Problems refusals={change.refusals} />
    </>
  );
}
