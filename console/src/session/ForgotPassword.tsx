import { Send } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { ask, AskFailure } from '../graphql/ask';
import { graphql } from '../graphql/graphql';
import { useErrorText, type CodedError } from '../language/error-text';
import { language } from '../language/languages';
import { LanguageChoice } from '../language/LanguageChoice';
import { useText } from '../language/text';
import { useStore } from '../parts/state/store';
import css from './SignIn.module.css';

const REQUEST = graphql(`
  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {
    requestPasswordReset(input: $input) {
      errors {
        code
        message
        reason
        values
        path
        ... on RateLimitedError {
          retryAfterSeconds
        }
      }
    }
  }
`);

/** For whoever has lost their password: a link to a new one comes by e-mail. */
export default function ForgotPassword({ onDone }: { onDone: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const spoken = useStore(language);
  const [isBusy, setBusy] = useState(false);
  const [isSent, setSent] = useState(false);
  const [problem, setProblem] = useState<CodedError | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const email = String(new FormData(event.currentTarget).get('email'));
    setBusy(true);
    setProblem(null);
    try {
      const { requestPasswordReset } = await ask(REQUEST, { input: { email, language: spoken } });
      setProblem(requestPasswordReset.errors[0] ?? null);
      setSent(requestPasswordReset.errors.length === 0);
    } catch (error) {
      setProblem(error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', ''));
    }
    setBusy(false);
  };
  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={(event) => void submit(event)} aria-busy={isBusy}>
        <img className={css.mark} src="/icon.svg" alt="" width="44" height="44" />
        <h1 className={css.title}>{t('forgot.title')}</h1>
        <p id="forgot-hint">{t('forgot.hint')}</p>
        <label className="field">
          <span>{t('signIn.email')}</span>
          <input
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            dir="ltr"
            aria-invalid={problem !== null || undefined}
            aria-describedby="forgot-hint forgot-problem"
          />
        </label>
        <p id="forgot-problem" className={css.problem} role="alert">
          {problem !== null && errorText(problem)}
        </p>
        <p role="status">{isSent && t('forgot.sent')}</p>
        <button type="submit" className="button primary" aria-disabled={isBusy}>
          <Send className="lucide flips" aria-hidden="true" />
          {t('forgot.submit')}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t('forgot.back')}
        </button>
      </form>
      <LanguageChoice />
    </main>
  );
}
