import { Suspense, useEffect, useState, type FormEvent } from 'react';
import { LogIn } from 'lucide-react';
import { ask, AskFailure } from '../graphql/ask';
import { graphql } from '../graphql/graphql';
import { useErrorText, type CodedError } from '../language/error-text';
import { useText } from '../language/text';
import { LanguageChoice } from '../language/LanguageChoice';
import { lazily } from '../parts/lazily';
import { useStore } from '../parts/state/store';
import { signIn } from './session';
import { session } from './tokens';
import css from './SignIn.module.css';

const OPTIONS = graphql(`
  query SignInOptions {
    signInOptions {
      canRequestPasswordReset
    }
  }
`);
const ForgotPassword = lazily(() => import('./ForgotPassword'));

/** Whoever is not signed in signs in, or says that they have lost their password. */
export function SignIn() {
  const [hasForgotten, setForgotten] = useState(false);
  if (!hasForgotten) return <SignInForm onForgotten={() => setForgotten(true)} />;
  return (
    <Suspense>
      <ForgotPassword onDone={() => setForgotten(false)} />
    </Suspense>
  );
}

/** Whether a link to a new password can be sent; false until the server has said so. */
function useCanReset(): boolean {
  const [canReset, setCanReset] = useState(false);
  useEffect(() => {
    ask(OPTIONS, {}).then(
      ({ signInOptions }) => setCanReset(signInOptions.canRequestPasswordReset),
      () => undefined,
    );
  }, []);
  return canReset;
}

function SignInForm({ onForgotten }: { onForgotten: () => void }) {
  const t = useText();
  const canReset = useCanReset();
  const errorText = useErrorText();
  const { reason } = useStore(session);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CodedError | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      setProblem(await signIn(String(fields.get('email')), String(fields.get('password'))));
    } catch (error) {
      setProblem(error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', ''));
    }
    setBusy(false);
  };

  const wrong = problem === null ? null : problem.code === 'INVALID_INPUT' ? t('signIn.wrong') : errorText(problem);
  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={(event) => void submit(event)} aria-busy={isBusy}>
        <img className={css.mark} src="/icon.svg" alt="" width="44" height="44" />
        <h1 className={css.title}>{t('signIn.title')}</h1>
        {reason !== null && (
          <p className={css.reason} role="status">
            {t(`signIn.reason.${reason}`)}
          </p>
        )}
        <label className="field">
          <span>{t('signIn.email')}</span>
          <input name="email" type="email" autoComplete="username" required autoFocus dir="ltr" />
        </label>
        <label className="field">
          <span>{t('signIn.password')}</span>
          <input
            name="password"
            type="password"
            autoComplete="current-password"
            required
            dir="ltr"
            aria-invalid={wrong !== null || undefined}
            aria-describedby="sign-in-problem"
          />
        </label>
        <p id="sign-in-problem" className={css.problem} role="alert">
          {wrong}
        </p>
        <button type="submit" className="button primary" aria-disabled={isBusy}>
          <LogIn aria-hidden="true" />
          {t('signIn.submit')}
        </button>
        {canReset && (
          <button type="button" className="button quiet" onClick={onForgotten}>
            {t('forgot.link')}
          </button>
        )}
      </form>
      <LanguageChoice />
    </main>
  );
}
