import { ExternalLink, Pencil } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import type { ShownProfileFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { Facts, Section } from '../../../parts/page/Page';
import { AtMeta } from '../AtMeta';
import { BUSINESS_PROFILE } from './profile-documents';
import { ProfileDialog } from './ProfileDialog';

/** What customers read of the company behind a number, as Meta has it, and changing it. */
export function BusinessProfile({ phoneNumberId, accountId }: { phoneNumberId: string; accountId: string }) {
  const t = useText();
  const [isEditing, setEditing] = useState(false);
  const [{ data, error, fetching }, reload] = useQuery({ query: BUSINESS_PROFILE, variables: { phoneNumberId } });
  const profile = data?.businessProfile ?? null;
  const readAgain = (): void => reload({ requestPolicy: 'network-only' });
  return (
    <Section
      title={t('number.profile')}
      actions={
        profile !== null && (
          <button type="button" className="button" onClick={() => setEditing(true)}>
            <Pencil aria-hidden="true" />
            {t('number.profile.edit')}
          </button>
        )
      }
    >
      {profile === null ? (
        <AtMeta error={error} isLoading={fetching} onAgain={readAgain} />
      ) : (
        <ProfileFacts profile={profile} />
      )}
      {isEditing && profile !== null && (
        <ProfileDialog
          profile={profile}
          phoneNumberId={phoneNumberId}
          accountId={accountId}
          onSaved={readAgain}
          onClose={() => setEditing(false)}
        />
      )}
    </Section>
  );
}

function ProfileFacts({ profile }: { profile: ShownProfileFragment }) {
  const t = useText();
  const { about, address, description, email, websites, vertical, pictureUrl } = profile;
  const text = (value: string | null): ReactNode => (value === null ? t('number.none') : <bdi>{value}</bdi>);
  return (
    <Facts
      facts={[
        [t('number.profile.about'), text(about)],
        [t('number.profile.vertical'), text(vertical === null ? null : t(`vertical.${vertical}`))],
        [t('number.profile.description'), text(description)],
        [t('number.profile.address'), text(address)],
        [t('number.profile.email'), text(email)],
        [t('number.profile.websites'), websites.length === 0 ? text(null) : <Lines lines={websites} />],
        [
          t('number.profile.picture'),
          pictureUrl === null ? (
            text(null)
          ) : (
            <a href={pictureUrl} target="_blank" rel="noreferrer">
              {t('number.profile.seePicture')} <ExternalLink className="lucide" aria-hidden="true" />
            </a>
          ),
        ],
      ]}
    />
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>
          <bdi>{line}</bdi>
        </li>
      ))}
    </ul>
  );
}
