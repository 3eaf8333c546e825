import type { AskFailure } from '../graphql/ask';
import { useErrorText } from '../language/error-text';
import { useText } from '../language/text';
import css from './Opening.module.css';

/** Before the first data is here; says what is wrong while it is tried again. */
export function Opening({ failure }: { failure: AskFailure | null }) {
  const t = useText();
  const errorText = useErrorText();
  return (
    <main className={css.opening} aria-busy="true">
      <h1 className="visually-hidden">Parley</h1>
      <span className="spinner" aria-hidden="true" />
      <p role="status">{failure === null ? t('app.loading') : errorText(failure)}</p>
    </main>
  );
}
