import { useState } from 'react';
import { Route, Switch } from 'wouter';
import { useText } from '../language/text';
import { Avatar } from '../parts/Avatar';
import { Badge } from '../parts/Badge';
import { useConnection } from '../parts/connection';
import { Page, QueryState } from '../parts/page/Page';
import { Filters, ListTotal, MoreButton, Row, Rows, SearchBox } from '../parts/page/Rows';
import { SearchFurther } from '../parts/page/SearchFurther';
import { useSettled } from '../parts/state/settled';
import { CONTACTS } from './contact-documents';
import { ContactDetail } from './ContactDetail';

export default function ContactsPage() {
  return (
    <Switch>
      <Route path="/contacts/:id">{({ id }) => <ContactDetail key={id} id={id} />}</Route>
      <Route>
        <ContactList />
      </Route>
    </Switch>
  );
}

function ContactList() {
  const t = useText();
  const [search, setSearch] = useState('');
  const asked = useSettled(search.trim());
  const list = useConnection(
    CONTACTS,
    { search: asked === '' ? null : asked, after: null as string | null },
    ({ contacts }) => contacts,
  );
  return (
    <Page title={t('nav.contacts')}>
      <Filters label={t('templates.filter')}>
        <SearchBox label={t('contacts.search')} value={search} onChange={setSearch} />
      </Filters>
      <ListTotal total={list.total} />
      <Rows label={t('nav.contacts')}>
        {list.nodes.map(({ id, displayName, phoneNumber, username, groupId, optedOutAt }) => (
          <Row
            key={id}
            title={displayName}
            href={`/contacts/${id}`}
            start={<Avatar id={id} name={displayName} />}
            badge={
              <>
                {groupId !== null && <Badge tone="busy">{t('contacts.group')}</Badge>}
                {optedOutAt !== null && <Badge tone="warn">{t('contact.noMarketing')}</Badge>}
              </>
            }
          >
            <span>
              <bdi>{phoneNumber}</bdi> {username !== null && <bdi>@{username}</bdi>}
            </span>
          </Row>
        ))}
      </Rows>
      {list.nodes.length === 0 && list.isComplete && (
        <QueryState
          error={list.error}
          isLoading={list.isLoading}
          empty={<p>{asked === '' ? t('contacts.empty') : t('list.nothingFound')}</p>}
        />
      )}
      {list.isComplete ? (
        <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
      ) : (
        <SearchFurther isLoading={list.isLoading} onMore={list.more} />
      )}
    </Page>
  );
}
