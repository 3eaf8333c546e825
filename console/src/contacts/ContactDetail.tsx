import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { BlockChoice } from '../contact/BlockChoice';
import { ContactRecords } from '../contact/ContactRecords';
import { EraseContact } from '../contact/EraseContact';
import { ExportContact } from '../contact/ExportContact';
import { ExternalId } from '../contact/ExternalId';
import { MarketingChoice } from '../contact/MarketingChoice';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { Facts, Page, QueryState, Section } from '../parts/page/Page';
import { Row, Rows } from '../parts/page/Rows';
import { CONTACT_PAGE } from './contact-documents';

export function ContactDetail({ id }: { id: string }) {
  const t = useText();
  const times = useTimes();
  const isAdmin = useWorkspace().viewer.me.role === 'ADMIN';
  const [{ data, error, fetching }] = useQuery({ query: CONTACT_PAGE, variables: { id } });
  const contact = data?.contact;
  const back = { href: '/contacts', label: t('contacts.back') };
  if (contact == null)
    return (
      <Page title={t('nav.contacts')} back={back}>
        <QueryState error={error} isLoading={fetching} empty={<p>{t('error.NOT_FOUND')}</p>} />
      </Page>
    );
  const facts = [
    [t('field.phone'), contact.phoneNumber],
    [t('contact.profileName'), contact.profileName],
    [t('contacts.username'), contact.username],
    [t('contacts.userId'), contact.whatsappUserId],
    [t('contacts.identity'), contact.identityChangedAt === null ? null : times.full(contact.identityChangedAt)],
  ] as const;
  return (
    <Page
      title={contact.displayName}
      back={back}
      actions={
        isAdmin && (
          <>
            <ExportContact id={id} />
            <EraseContact id={id} name={contact.displayName} backTo="/contacts" />
          </>
        )
      }
    >
      <Section title={t('contacts.about')}>
        <Facts
          facts={facts
            .filter(([, value]) => value !== null)
            .map(([name, value]) => [name, <bdi key={name}>{value}</bdi>] as const)}
        />
        {contact.groupId === null && (
          <>
            <MarketingChoice contactId={id} optedOutAt={contact.optedOutAt} />
            <BlockChoice contactId={id} name={contact.displayName} blockedAt={contact.blockedAt} />
            <ExternalId contactId={id} externalId={contact.externalId} />
          </>
        )}
        <ContactRecords contactId={id} />
      </Section>
      <Section title={t('inbox.conversations')}>
        <Rows label={t('inbox.conversations')}>
          {contact.conversations.map(({ id: conversationId, status, lastActivityAt, phoneNumber }) => (
            <Row
              key={conversationId}
              title={phoneNumber.displayPhoneNumber ?? ''}
              href={`/inbox/all/${conversationId}`}
            >
              <small>
                {t(`conversation.${status}`)} · {times.full(lastActivityAt)}
              </small>
            </Row>
          ))}
        </Rows>
        {contact.conversations.length === 0 && <p>{t('contacts.noConversation')}</p>}
        <Link href="/inbox">{t('nav.inbox')}</Link>
      </Section>
    </Page>
  );
}
