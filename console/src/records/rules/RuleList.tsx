import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../../app/workspace';
import { useText } from '../../language/text';
import { useConnection } from '../../parts/connection';
import { Page, QueryState } from '../../parts/page/Page';
import { Filters, MoreButton, Rows } from '../../parts/page/Rows';
import { RULES } from './rule-documents';
import { RuleDialog } from './RuleDialog';
import { RuleRow } from './RuleRow';

/** Rules of an account: templates that go out by themselves when records change. */
export function RuleList() {
  const t = useText();
  const { accounts } = useWorkspace().viewer;
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? '');
  const [isMaking, setMaking] = useState(false);
  const list = useConnection(
    RULES,
    { accountId, after: null as string | null },
    ({ recordRules }) => recordRules,
    accountId === '',
  );
  return (
    <Page
      title={t('rules.title')}
      back={{ href: '/records', label: t('models.back') }}
      actions={
        <button type="button" className="button primary" onClick={() => setMaking(true)}>
          <Plus aria-hidden="true" />
          {t('rules.new')}
        </button>
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
      <Rows label={t('rules.title')}>
        {list.nodes.map((rule) => (
          <RuleRow key={rule.id} rule={rule} accountId={accountId} onChanged={list.reload} />
        ))}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState error={list.error} isLoading={list.isLoading} empty={<p>{t('rules.empty')}</p>} />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
      {isMaking && (
        <RuleDialog
          rule={null}
          accountId={accountId}
          onClose={() => {
            setMaking(false);
            list.reload();
          }}
        />
      )}
    </Page>
  );
}
