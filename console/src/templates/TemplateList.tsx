import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { QualityBadge } from '../accounts/badges';
import { useWorkspace } from '../app/workspace';
import { plainText } from '../chat/text/formatting';
import type { TemplateCategory, TemplateFilter, TemplateStatus } from '../generated/graphql';
import { useText } from '../language/text';
import { Badge } from '../parts/Badge';
import { useConnection } from '../parts/connection';
import { Page, QueryState } from '../parts/page/Page';
import { FilterChoice, Filters, ListTotal, MoreButton, Row, Rows, SearchBox } from '../parts/page/Rows';
import { useSettled } from '../parts/state/settled';
import { useRejectionText } from './rejection-text';
import { SyncButton } from './SyncButton';
import { CATEGORIES, TEMPLATE_STATUSES, TemplateStatusBadge } from './template-badges';
import { TEMPLATES } from './template-documents';
import css from './Templates.module.css';

export function TemplateList() {
  const t = useText();
  const rejectionText = useRejectionText();
  const { accounts, me } = useWorkspace().viewer;
  const mayWrite = me.role !== 'OPERATOR';
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState('');
  const [category, setCategory] = useState('');
  const [accountId, setAccountId] = useState('');
  const asked = useSettled(search.trim());
  const filter: TemplateFilter = {
    ...(asked !== '' && { search: asked }),
    ...(status !== '' && { status: [status as TemplateStatus] }),
    ...(category !== '' && { category: [category as TemplateCategory] }),
    ...(accountId !== '' && { accountId: [accountId] }),
  };
  const list = useConnection(TEMPLATES, { filter, after: null as string | null }, ({ templates }) => templates);
  const isFiltered = Object.keys(filter).length > 0;
  const actions = mayWrite && (
    <>
      <SyncButton accounts={accounts} onSynced={list.reload} />
      <Link href="/templates/new" className="button primary">
        <Plus aria-hidden="true" />
        {t('templates.new')}
      </Link>
    </>
  );
  return (
    <Page title={t('nav.templates')} actions={actions}>
      <Filters label={t('templates.filter')}>
        <SearchBox label={t('templates.search')} value={search} onChange={setSearch} />
        <FilterChoice
          label={t('templates.status')}
          all={t('templates.everyStatus')}
          value={status}
          options={TEMPLATE_STATUSES.map((value) => ({ value, label: t(`templateStatus.${value}`) }))}
          onChange={setStatus}
        />
        <FilterChoice
          label={t('templates.category')}
          all={t('templates.everyCategory')}
          value={category}
          options={CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))}
          onChange={setCategory}
        />
        {accounts.length > 1 && (
          <FilterChoice
            label={t('app.account')}
            all={t('app.allAccounts')}
            value={accountId}
            options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setAccountId}
          />
        )}
      </Filters>
      <ListTotal total={list.total} />
      <Rows label={t('nav.templates')}>
        {list.nodes.map((template) => (
          <Row
            key={template.id}
            title={template.displayName}
            href={`/templates/${template.id}`}
            badge={
              <>
                <TemplateStatusBadge status={template.status} />
                <QualityBadge quality={template.quality} />
                {template.hasUnsubmittedChanges && template.status !== 'DRAFT' && (
                  <Badge tone="warn">{t('templates.unsubmitted')}</Badge>
                )}
              </>
            }
          >
            <span className={css.firstLine} dir="auto">
              {plainText(template.body)}
            </span>
            <small>
              {t(`category.${template.category}`)} · {template.language}
              {accounts.length > 1 && ` · ${template.account.name}`}
            </small>
            {template.rejectionReason !== null && (
              <span className={css.reason}>{rejectionText(template.rejectionReason)}</span>
            )}
          </Row>
        ))}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState
          error={list.error}
          isLoading={list.isLoading}
          empty={<p>{isFiltered ? t('list.nothingFound') : t('templates.empty')}</p>}
        />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
    </Page>
  );
}
