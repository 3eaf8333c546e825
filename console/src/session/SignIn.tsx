import { Suspense, useEffect, useState, type FormEvent } from 'react';
import { Building2, LogIn } from 'lucide-react';
import type { SignInOptionsQuery } from '../generated/graphql';
import { ask, AskFailure } from '../graphql/ask';
import { graphql } from '../graphql/graphql';
import { useErrorText, type CodedError } from '../language/error-text';
import { page } from '../language/page-texts';
import { useText } from '../language/text';
import { LanguageChoice } from '../language/LanguageChoice';
import { lazily } from '../parts/lazily';
import { useStore } from '../parts/state/store';
import { issuerProblemText } from './issuer-problem';
import { rememberPlace } from './links';
import { signIn, type Credentials } from './session';
import { session } from './tokens';
import css from './SignIn.module.css';

const OPTIONS = graphql(`
  query SignInOptions {
    signInOptions {
      canRequestPasswordReset
      issuer {
        label
        startUrl
      }
    }
  }
`);
const ForgotPassword = lazily(() => import('./ForgotPassword'));
const SecondStep = page(() => import('./SecondStep'));

/** Sign-in whose password was right, and which needs a code. */
interface HalfWay {
  credentials: Credentials;
  isNew: boolean;
}

/** Whoever is not signed in signs in, or says that they have lost their password. */
export function SignIn({ issuerProblem }: { issuerProblem: string | null }) {
  const [hasForgotten, setForgotten] = useState(false);
  const [halfWay, setHalfWay] = useState<HalfWay | null>(null);
  if (!hasForgotten && halfWay === null)
    return <SignInForm issuerProblem={issuerProblem} onForgotten={() => setForgotten(true)} onHalfWay={setHalfWay} />;
  return (
    <Suspense>
      {halfWay === null ? (
        <ForgotPassword onDone={() => setForgotten(false)} />
      ) : (
        <SecondStep {...halfWay} onBack={() => setHalfWay(null)} />
      )}
    </Suspense>
  );
}

type Options = SignInOptionsQuery['signInOptions'];

/** What can be done here; nothing more than a password until the server has said so. */
function useOptions(): Options | null {
  const [options, setOptions] = useState<Options | null>(null);
  useEffect(() => {
    ask(OPTIONS, {}).then(
      ({ signInOptions }) => setOptions(signInOptions),
      () => undefined,
    );
  }, []);
  return options;
}

interface FormProps {
  /** Why a sign-in at the issuer did not succeed. */
  issuerProblem: string | null;
  onForgotten: () => void;
  onHalfWay: (halfWay: HalfWay) => void;
}

function SignInForm({ issuerProblem, onForgotten, onHalfWay }: FormProps) {
  const t = useText();
  const options = useOptions();
  const errorText = useErrorText();
  const { reason } = useStore(session);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CodedError | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const fields = new FormData(event.currentTarget);
    const credentials = { email: String(fields.get('email')), password: String(fields.get('password')) };
    setBusy(true);
    setProblem(null);
    try {
      const { refusal } = await signIn(credentials);
      const isNew = refusal?.reason === 'TWO_FACTOR_SETUP_REQUIRED';
      if (isNew || refusal?.reason === 'TWO_FACTOR_CODE_REQUIRED') return onHalfWay({ credentials, isNew });
      setProblem(refusal);
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
        {issuerProblem !== null && (
          <p className={css.reason} role="alert">
            {t(issuerProblemText(issuerProblem))}
          </p>
        )}
        {options?.issuer != null && (
          <a className="button" href={options.issuer.startUrl} onClick={rememberPlace}>
            <Building2 aria-hidden="true" />
            {options.issuer.label ?? t('signIn.issuer')}
          </a>
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
        {options?.canRequestPasswordReset === true && (
          <button type="button" className="button quiet" onClick={onForgotten}>
            {t('forgot.link')}
          </button>
        )}
      </form>
      <LanguageChoice />
    </main>
  );
}
