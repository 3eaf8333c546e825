import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import type { ShownGreetingsFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { Facts, Section } from '../../../parts/page/Page';
import { AtMeta } from '../AtMeta';
import { GREETINGS } from './greeting-documents';
import css from './Greetings.module.css';
import { GreetingsDialog } from './GreetingsDialog';

/** What a new customer is offered before they write: ice breakers and commands; and whether Meta tells that they are there. */
export function Greetings({ phoneNumberId }: { phoneNumberId: string }) {
  const t = useText();
  const [isEditing, setEditing] = useState(false);
  const [{ data, error, fetching }, reload] = useQuery({ query: GREETINGS, variables: { phoneNumberId } });
  const greetings = data?.conversationalComponents ?? null;
  const readAgain = (): void => reload({ requestPolicy: 'network-only' });
  return (
    <Section
      title={t('number.greetings')}
      actions={
        greetings !== null && (
          <button type="button" className="button" onClick={() => setEditing(true)}>
            <Pencil aria-hidden="true" />
            {t('number.greetings.edit')}
          </button>
        )
      }
    >
      {greetings === null ? (
        <AtMeta error={error} isLoading={fetching} onAgain={readAgain} />
      ) : (
        <GreetingFacts greetings={greetings} />
      )}
      {isEditing && greetings !== null && (
        <GreetingsDialog
          greetings={greetings}
          phoneNumberId={phoneNumberId}
          onSaved={readAgain}
          onClose={() => setEditing(false)}
        />
      )}
    </Section>
  );
}

function GreetingFacts({
  greetings: { isWelcomeMessageOn, iceBreakers, commands },
}: {
  greetings: ShownGreetingsFragment;
}) {
  const t = useText();
  const lines = commands.map(({ name, description }) => (
    <li key={name}>
      <bdi>/{name}</bdi> · <bdi>{description}</bdi>
    </li>
  ));
  return (
    <Facts
      facts={[
        [t('number.welcome'), t(isWelcomeMessageOn ? 'app.yes' : 'app.no')],
        [
          t('number.iceBreakers'),
          iceBreakers.length === 0 ? (
            t('number.none')
          ) : (
            <ol className={css.lines}>
              {iceBreakers.map((text, index) => (
                <li key={index}>
                  <bdi>{text}</bdi>
                </li>
              ))}
            </ol>
          ),
        ],
        [t('number.commands'), lines.length === 0 ? t('number.none') : <ul className={css.lines}>{lines}</ul>],
      ]}
    />
  );
}
