import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { ReplyDetailsFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { Badge } from '../parts/Badge';
import { useConnection } from '../parts/connection';
import { useChange } from '../parts/form/change';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Page, QueryState } from '../parts/page/Page';
import { Filters, ListTotal, MoreButton, Row, Rows, SearchBox } from '../parts/page/Rows';
import { useSettled } from '../parts/state/settled';
import { CANNED_REPLIES, DELETE_REPLY } from './reply-documents';
import { ReplyDialog } from './ReplyDialog';
import css from './Replies.module.css';

/** Texts that colleagues send again and again: of each account, and of all. */
export function RepliesPage() {
  const t = useText();
  const [search, setSearch] = useState('');
  const [edited, setEdited] = useState<ReplyDetailsFragment | 'NEW' | null>(null);
  const asked = useSettled(search.trim());
  const list = useConnection(
    CANNED_REPLIES,
    { search: asked === '' ? null : asked, after: null as string | null },
    ({ cannedReplies }) => cannedReplies,
  );
  const close = (): void => {
    setEdited(null);
    list.reload();
  };
  return (
    <Page
      title={t('replyChoice.title')}
      back={{ href: '/accounts', label: t('accounts.back') }}
      actions={
        <button type="button" className="button primary" onClick={() => setEdited('NEW')}>
          <Plus aria-hidden="true" />
          {t('replies.new')}
        </button>
      }
    >
      <Filters label={t('templates.filter')}>
        <SearchBox label={t('replies.search')} value={search} onChange={setSearch} />
      </Filters>
      <ListTotal total={list.total} />
      <Rows label={t('replyChoice.title')}>
        {list.nodes.map((reply) => (
          <ReplyRow key={reply.id} reply={reply} onEdit={() => setEdited(reply)} onDeleted={list.reload} />
        ))}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState
          error={list.error}
          isLoading={list.isLoading}
          empty={<p>{asked === '' ? t('replies.hint') : t('list.nothingFound')}</p>}
        />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
      {edited !== null && <ReplyDialog reply={edited === 'NEW' ? null : edited} onClose={close} />}
    </Page>
  );
}

interface RowProps {
  reply: ReplyDetailsFragment;
  onEdit: () => void;
  onDeleted: () => void;
}

function ReplyRow({ reply, onEdit, onDeleted }: RowProps) {
  const t = useText();
  const change = useChange();
  const mayChange = useWorkspace().viewer.me.role === 'ADMIN' || reply.account !== null;
  const remove = async (): Promise<boolean> => {
    const payload = await change.run(DELETE_REPLY, { input: { cannedReplyId: reply.id } });
    if (payload !== null) onDeleted();
    return payload !== null;
  };
  return (
    <Row
      title={`/${reply.shortcut}`}
      badge={<Badge tone="plain">{reply.account?.name ?? t('app.allAccounts')}</Badge>}
      end={
        mayChange && (
          <>
            <button
              type="button"
              className="button small"
              aria-label={t('team.edit', { name: reply.shortcut })}
              onClick={onEdit}
            >
              <Pencil aria-hidden="true" />
              {t('app.edit')}
            </button>
            <ConfirmButton
              label={t('replies.delete')}
              isSmall
              icon={<Trash2 aria-hidden="true" />}
              question={t('replies.delete.question', { name: reply.shortcut })}
              change={change}
              onConfirm={remove}
            />
          </>
        )
      }
    >
      <span dir="auto" className={css.body}>
        {reply.body}
      </span>
    </Row>
  );
}
