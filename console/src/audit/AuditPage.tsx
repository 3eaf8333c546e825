import { useWorkspace } from '../app/workspace';
import type { AuditTrailQuery } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { Badge } from '../parts/Badge';
import { useColleagues } from '../parts/colleagues';
import { useConnection } from '../parts/connection';
import { Page, QueryState } from '../parts/page/Page';
import { DateFilter, FilterChoice, Filters, ListTotal, MoreButton, Row, Rows } from '../parts/page/Rows';
import { AUDIT_ACTIONS, toneOf } from './audit-actions';
import { AUDIT_ENTRIES } from './audit-documents';
import { useAuditChoices } from './audit-filter';

type Entry = AuditTrailQuery['auditEntries']['nodes'][number];

/** The audit trail: who did what, when and from where. */
export default function AuditPage() {
  const t = useText();
  const { accounts } = useWorkspace().viewer;
  const { colleagues } = useColleagues();
  const { choices, filter, choose } = useAuditChoices();
  const list = useConnection(
    AUDIT_ENTRIES,
    { filter, after: null as string | null },
    ({ auditEntries }) => auditEntries,
  );
  return (
    <Page title={t('nav.audit')}>
      <Filters label={t('templates.filter')}>
        <FilterChoice
          label={t('audit.action')}
          all={t('audit.everything')}
          value={choices.action}
          options={AUDIT_ACTIONS.map((value) => ({ value, label: t(`auditAction.${value}`) }))}
          onChange={choose('action')}
        />
        <FilterChoice
          label={t('audit.person')}
          all={t('audit.everybody')}
          value={choices.actorId}
          options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={choose('actorId')}
        />
        <FilterChoice
          label={t('nav.accounts')}
          all={t('app.allAccounts')}
          value={choices.accountId}
          options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={choose('accountId')}
        />
        <DateFilter label={t('audit.from')} value={choices.from} onChange={choose('from')} />
        <DateFilter label={t('audit.until')} value={choices.until} onChange={choose('until')} />
      </Filters>
      <ListTotal total={list.total} />
      <Rows label={t('nav.audit')}>
        {list.nodes.map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState error={list.error} isLoading={list.isLoading} empty={<p>{t('list.nothingFound')}</p>} />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
    </Page>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  const t = useText();
  const times = useTimes();
  const { action, actorKind, actorName, subjectType, subjectName, occurredAt, address, userAgent, details } = entry;
  return (
    <Row
      title={actorName ?? t(`auditActor.${actorKind}`)}
      badge={<Badge tone={toneOf(action)}>{t(`auditAction.${action}`)}</Badge>}
    >
      {subjectType !== null && (
        <span>
          {t(`auditSubject.${subjectType}`)}
          {subjectName !== null && (
            <>
              {' · '}
              <bdi>{subjectName}</bdi>
            </>
          )}
        </span>
      )}
      {details.map((detail, index) => (
        <small key={index} dir="ltr">
          {said(detail)}
        </small>
      ))}
      <small>
        <time dateTime={occurredAt}>{times.full(occurredAt)}</time>
        {address !== null && (
          <>
            {' · '}
            <bdi>{address}</bdi>
          </>
        )}
        {userAgent !== null && (
          <>
            {' · '}
            <bdi>{userAgent}</bdi>
          </>
        )}
      </small>
    </Row>
  );
}

/** A detail as the server names it, which programs read too. */
function said({ name, from, to }: Entry['details'][number]): string {
  const change = [from, to].filter((each) => each !== null).join(' → ');
  return change === '' ? name : `${name}: ${change}`;
}
