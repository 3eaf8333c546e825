import { MailPlus, Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { TeamMemberFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { Avatar } from '../parts/Avatar';
import { Badge } from '../parts/Badge';
import { useConnection } from '../parts/connection';
import { Page, QueryState } from '../parts/page/Page';
import { Filters, ListTotal, MoreButton, Row, Rows, SearchBox } from '../parts/page/Rows';
import { useSettled } from '../parts/state/settled';
import { InviteDialog } from './InviteDialog';
import { Invitations } from './Invitations';
import { TEAM } from './team-documents';
import { UserDialog } from './UserDialog';

/** Who works with Parley, as what, and for which accounts. */
export default function TeamPage() {
  const t = useText();
  const isAdmin = useWorkspace().viewer.me.role === 'ADMIN';
  const [search, setSearch] = useState('');
  const [edited, setEdited] = useState<TeamMemberFragment | 'NEW' | null>(null);
  const [isInviting, setInviting] = useState(false);
  const [invited, setInvited] = useState(0);
  const asked = useSettled(search.trim());
  const list = useConnection(
    TEAM,
    { search: asked === '' ? null : asked, after: null as string | null },
    ({ users }) => users,
  );
  const close = (): void => {
    setEdited(null);
    list.reload();
  };
  return (
    <Page
      title={t('nav.team')}
      actions={
        isAdmin && (
          <>
            <button type="button" className="button" onClick={() => setEdited('NEW')}>
              <Plus aria-hidden="true" />
              {t('team.new')}
            </button>
            <button type="button" className="button primary" onClick={() => setInviting(true)}>
              <MailPlus aria-hidden="true" />
              {t('team.invite')}
            </button>
          </>
        )
      }
    >
      <Filters label={t('templates.filter')}>
        <SearchBox label={t('team.search')} value={search} onChange={setSearch} />
      </Filters>
      <ListTotal total={list.total} />
      <Rows label={t('nav.team')}>
        {list.nodes.map((user) => (
          <Row
            key={user.id}
            title={user.name}
            start={<Avatar id={user.id} name={user.name} />}
            badge={
              <>
                <Badge tone="busy">{t(`role.${user.role}`)}</Badge>
                {user.signsInAtIssuer === true && <Badge tone="plain">{t('team.atIssuer')}</Badge>}
                {user.hasTwoFactor === true && <Badge tone="good">{t('team.twoFactor')}</Badge>}
                {!user.isActive && <Badge tone="warn">{t('team.inactive')}</Badge>}
              </>
            }
            end={
              isAdmin && (
                <button
                  type="button"
                  className="button small"
                  aria-label={t('team.edit', { name: user.name })}
                  onClick={() => setEdited(user)}
                >
                  <Pencil aria-hidden="true" />
                  {t('app.edit')}
                </button>
              )
            }
          >
            {user.email !== null && <bdi>{user.email}</bdi>}
            <small>
              {user.role === 'ADMIN' ? t('app.allAccounts') : user.accounts.map(({ name }) => name).join(', ')}
            </small>
          </Row>
        ))}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState error={list.error} isLoading={list.isLoading} empty={<p>{t('list.nothingFound')}</p>} />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
      {isAdmin && <Invitations key={invited} />}
      {isInviting && (
        <InviteDialog
          onClose={() => {
            setInviting(false);
            setInvited((count) => count + 1);
          }}
        />
      )}
      {edited !== null && <UserDialog user={edited === 'NEW' ? null : edited} onClose={close} />}
    </Page>
  );
}
