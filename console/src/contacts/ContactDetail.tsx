import { Trash2 } from 'lucide-react';
import { useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { MarketingChoice } from '../contact/MarketingChoice';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Facts, Page, QueryState, Section } from '../parts/page/Page';
import { Row, Rows } from '../parts/page/Rows';
import { useTell } from '../parts/tell';
import { CONTACT_PAGE, ERASE_CONTACT } from './contact-documents';

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
    [t('broadcasts.phone'), contact.phoneNumber],
    [t('contact.profileName'), contact.profileName],
    [t('contacts.username'), contact.username],
    [t('contacts.userId'), contact.whatsappUserId],
    [t('contacts.identity'), contact.identityChangedAt === null ? null : times.full(contact.identityChangedAt)],
  ] as const;
  return (
    <Page title={contact.displayName} back={back} actions={isAdmin && <Erase id={id} name={contact.displayName} />}>
      <Section title={t('contacts.about')}>
        <Facts
          facts={facts
            .filter(([, value]) => value !== null)
            .map(([name, value]) => [name, <bdi key={name}>{value}</bdi>] as const)}
        />
        {contact.groupId === null && <MarketingChoice contactId={id} optedOutAt={contact.optedOutAt} />}
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

function Erase({ id, name }: { id: string; name: string }) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const [, navigate] = useLocation();
  const erase = async (): Promise<boolean> => {
    const payload = await change.run(ERASE_CONTACT, { input: { contactId: id } });
    if (payload === null) return false;
    const { conversations = 0, messages = 0, files = 0, records = 0 } = payload.report ?? {};
    tell.done(t('contacts.erased', { conversations, messages, files, records }));
    navigate('/contacts');
    return true;
  };
  return (
    <ConfirmButton
      label={t('contacts.erase')}
      icon={<Trash2 aria-hidden="true" />}
      question={t('contacts.erase.question', { name })}
      change={change}
      onConfirm={erase}
    />
  );
}
