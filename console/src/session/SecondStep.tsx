import { LogIn } from 'lucide-react';
import { Suspense, useEffect, useState, type FormEvent } from 'react';
import { ask, AskFailure } from '../graphql/ask';
import { graphql } from '../graphql/graphql';
import { useErrorText, type CodedError } from '../language/error-text';
import { useText } from '../language/text';
import { LanguageChoice } from '../language/LanguageChoice';
import { lazily } from '../parts/lazily';
import { RecoveryCodes } from './RecoveryCodes';
import { signIn, type Credentials, type SignInOutcome } from './session';
import css from './SignIn.module.css';

const BEGIN = graphql(`
  mutation BeginTwoFactorAtSignIn($input: LoginInput!) {
    beginTwoFactorAtSignIn(input: $input) {
      secret
      uri
      errors {
        code
        message
        reason
        values
        path
      }
    }
  }
`);
const AppSecret = lazily(() => import('./AppSecret'));

interface Props {
  credentials: Credentials;
  /** Whether the person has no second factor yet, and needs one. */
  isNew: boolean;
  onBack: () => void;
}

interface Secret {
  secret: string;
  uri: string;
}

/** The code after the password; where a second factor is required and there is none, its set-up before. */
export default function SecondStep({ credentials, isNew, onBack }: Props) {
  const t = useText();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CodedError | null>(null);
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null);
  const secret = useNewSecret(isNew ? credentials : null, setProblem);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const form = event.currentTarget;
    const code = String(new FormData(form).get('code'));
    setBusy(true);
    setProblem(null);
    try {
      const next = await signIn({ ...credentials, code });
      setProblem(next.refusal);
      if (next.recoveryCodes !== null) setOutcome(next);
      if (next.refusal !== null) form.reset();
    } catch (error) {
      setProblem(error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', ''));
    }
    setBusy(false);
  };

  if (outcome?.recoveryCodes != null)
    return (
      <main className={css.page}>
        <div className={css.card}>
          <h1 className={css.title}>{t('twoFactor.codes')}</h1>
          <RecoveryCodes codes={outcome.recoveryCodes} onKept={outcome.enter} />
        </div>
      </main>
    );
  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={(event) => void submit(event)} aria-busy={isBusy}>
        <img className={css.mark} src="/icon.svg" alt="" width="44" height="44" />
        <h1 className={css.title}>{isNew ? t('twoFactor.setUp') : t('twoFactor.title')}</h1>
        {isNew && <p className={css.reason}>{t('twoFactor.required')}</p>}
        {secret !== null && (
          <Suspense>
            <AppSecret {...secret} />
          </Suspense>
        )}
        <label className="field">
          <span>{t('twoFactor.code')}</span>
          <input
            name="code"
            inputMode={isNew ? 'numeric' : 'text'}
            autoComplete="one-time-code"
            required
            autoFocus
            dir="ltr"
            maxLength={40}
            aria-invalid={problem !== null || undefined}
            aria-describedby="second-step-hint second-step-problem"
          />
        </label>
        <small id="second-step-hint">{isNew ? t('twoFactor.code.new') : t('twoFactor.code.hint')}</small>
        <p id="second-step-problem" className={css.problem} role="alert">
          {problem !== null && (problem.reason === 'TWO_FACTOR_CODE_WRONG' ? t('twoFactor.wrong') : errorText(problem))}
        </p>
        <button type="submit" className="button primary" aria-disabled={isBusy}>
          <LogIn aria-hidden="true" />
          {t('signIn.submit')}
        </button>
        <button type="button" className="button quiet" onClick={onBack}>
          {t('forgot.back')}
        </button>
      </form>
      <LanguageChoice />
    </main>
  );
}

/** A new secret for whoever needs one; null until it is there, and for all others. */
function useNewSecret(credentials: Credentials | null, onProblem: (problem: CodedError | null) => void): Secret | null {
  const [secret, setSecret] = useState<Secret | null>(null);
  useEffect(() => {
    if (credentials === null) return;
    ask(BEGIN, { input: { email: credentials.email, password: credentials.password } }).then(
      ({ beginTwoFactorAtSignIn: begun }) => {
        if (begun.secret !== null && begun.uri !== null) setSecret({ secret: begun.secret, uri: begun.uri });
        else onProblem(begun.errors[0] ?? null);
      },
      (error: unknown) => onProblem(error instanceof AskFailure ? error : new AskFailure('UNREACHABLE', '')),
    );
  }, [credentials, onProblem]);
  return secret;
}
