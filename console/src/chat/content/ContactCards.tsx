import { Mail, MessageCircle, Phone, UserRound } from 'lucide-react';
import { Link } from 'wouter';
import { useText } from '../../language/text';
import type { ContentOf } from './CardViews';
import { mailHref, phoneHref } from './contact-links';
import css from './Content.module.css';

interface Props {
  cards: ContentOf<'ContactsContent'>['contacts'];
  chatPath?: ((phoneNumber: string) => string) | undefined;
}

/** Cards as a customer sends them: numbers that can be called and written to, addresses that can be written to. */
export default function ContactCards({ cards, chatPath }: Props) {
  const t = useText();
  return cards.map(({ formattedName, organization, phones, emails }, index) => (
    <div key={index} className={css.card}>
      <UserRound aria-hidden="true" />
      <div>
        <strong>
          <bdi>{formattedName}</bdi>
        </strong>
        {organization !== null && (
          <p>
            <bdi>{organization}</bdi>
          </p>
        )}
        {phones.map((phone) => {
          const href = phoneHref(phone);
          return (
            <p key={phone} className={css.way}>
              <Way href={href} text={phone} icon={<Phone aria-hidden="true" />} />
              {href !== null && chatPath !== undefined && (
                <Link
                  href={chatPath(phone)}
                  aria-label={t('card.chat', { number: phone })}
                  title={t('card.chat', { number: phone })}
                >
                  <MessageCircle aria-hidden="true" />
                </Link>
              )}
            </p>
          );
        })}
        {emails.map((email) => (
          <p key={email} className={css.way}>
            <Way href={mailHref(email)} text={email} icon={<Mail aria-hidden="true" />} />
          </p>
        ))}
      </div>
    </div>
  ));
}

/** A link where it leads somewhere, else the text as it was written. */
function Way({ href, text, icon }: { href: string | null; text: string; icon: React.ReactNode }) {
  if (href === null) return <bdi>{text}</bdi>;
  return (
    <a href={href}>
      {icon}
      <bdi>{text}</bdi>
    </a>
  );
}
