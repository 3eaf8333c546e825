import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import { Link } from 'wouter';
import { AskFailure, failureOf } from '../../graphql/ask';
import { useErrorText } from '../../language/error-text';
import { useText } from '../../language/text';
import css from './Page.module.css';

interface PageProps {
  title: string;
  /** Beneath the title, such as a state. */
  about?: ReactNode;
  back?: { href: string; label: string };
  actions?: ReactNode;
  children: ReactNode;
}

/** A page with its heading, the way back, what can be done, and its content. */
export function Page({ title, about, back, actions, children }: PageProps) {
  return (
    <div className={css.page}>
      <header className={css.head}>
        {back !== undefined && (
          <Link href={back.href} className="button quiet icon" aria-label={back.label}>
            <ArrowLeft className="lucide flips" aria-hidden="true" />
          </Link>
        )}
        <div className={css.title}>
          <h1 dir="auto">{title}</h1>
          {about}
        </div>
        <div className={css.actions}>{actions}</div>
      </header>
      {children}
    </div>
  );
}

/** A part of a page on a surface of its own. */
export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section} aria-label={title}>
      <header className={css.sectionHead}>
        <h2>{title}</h2>
        <div className={css.actions}>{actions}</div>
      </header>
      {children}
    </section>
  );
}

interface QueryStateProps {
  error: CombinedError | undefined;
  isLoading: boolean;
  /** Nothing is there; what could be done about it. */
  empty?: ReactNode;
}

/** While there is nothing to show: why. */
export function QueryState({ error, isLoading, empty }: QueryStateProps) {
  const t = useText();
  const errorText = useErrorText();
  return (
    <div role="status" className={css.state}>
      {error !== undefined ? (
        <p>{errorText(failureFrom(error))}</p>
      ) : isLoading ? (
        <p>
          <span className="spinner" aria-hidden="true" /> {t('app.loading')}
        </p>
      ) : (
        empty
      )}
    </div>
  );
}

function failureFrom({ message, graphQLErrors: [refusal] }: CombinedError): AskFailure {
  if (refusal === undefined) return new AskFailure('UNREACHABLE', message);
  return failureOf(refusal.message, refusal.extensions);
}

/** What is known, each with its name. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={css.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
