import { LogIn } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { ask, AskFailure, type Refusal } from '../graphql/ask';
import { graphql } from '../graphql/graphql';
import { useErrorText, type CodedError } from '../language/error-text';
import { useText } from '../language/text';
import { LanguageChoice } from '../language/LanguageChoice';
import type { Link } from './links';
import { signIn, signOut } from './session';
import css from './SignIn.module.css';

const ACCEPT = graphql(`
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      email
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
const REDEEM = graphql(`
  mutation RedeemPasswordReset($input: RedeemPasswordResetInput!) {
    redeemPasswordReset(input: $input) {
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

interface Chosen {
  refusals: readonly Refusal[];
  /** To sign in with at once; null: the person has to say who they are. */
  email: string | null;
}

async function choose({ kind, token }: Link, password: string): Promise<Chosen> {
  if (kind === 'RESET') {
    const { redeemPasswordReset } = await ask(REDEEM, { input: { token, newPassword: password } });
    return { refusals: redeemPasswordReset.errors, email: null };
  }
  const { acceptInvitation } = await ask(ACCEPT, { input: { token, password } });
  return { refusals: acceptInvitation.errors, email: acceptInvitation.email };
}

/** For whoever comes by the link of an invitation, or has lost their password: they choose one, and go on. */
export default function ChoosePassword({ link, onDone }: { link: Link; onDone: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const [, navigate] = useLocation();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CodedError | null>(null);
  const leave = (): void => {
    navigate('/', { replace: true });
    onDone();
  };
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const password = String(new FormData(event.currentTarget).get('password'));
    setBusy(true);
    setProblem(null);
    try {
      const { refusals, email } = await choose(link, password);
      const [refusal] = refusals;
      if (refusal !== undefined) setProblem(refusal);
      else {
        await signOut(); // whoever was signed in here was somebody else, or is not any more
        if (email !== null) await signIn({ email, password }); // who needs a second factor sets it up on the next page
        leave();
      }
    } catch (error) {
      setProblem(error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', ''));
    }
    setBusy(false);
  };
  const wrong = (): string | null => {
    if (problem === null) return null;
    const [field] = ('path' in problem ? (problem as Refusal).path : null) ?? [];
    if (field === 'token') return t(`choosePassword.notValid.${link.kind}`);
    if (problem.code === 'INVALID_INPUT') return t('choosePassword.hint');
    return errorText(problem);
  };
  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={(event) => void submit(event)} aria-busy={isBusy}>
        <img className={css.mark} src="/icon.svg" alt="" width="44" height="44" />
        <h1 className={css.title}>{t(`choosePassword.title.${link.kind}`)}</h1>
        <label className="field">
          <span>{t('choosePassword.new')}</span>
          <input
            name="password"
            type="password"
            autoComplete="new-password"
            required
            autoFocus
            dir="ltr"
            aria-invalid={problem !== null || undefined}
            aria-describedby="choose-password-hint choose-password-problem"
          />
        </label>
        <small id="choose-password-hint">{t('choosePassword.hint')}</small>
        <p id="choose-password-problem" className={css.problem} role="alert">
          {wrong()}
        </p>
        <button type="submit" className="button primary" aria-disabled={isBusy}>
          <LogIn aria-hidden="true" />
          {t('choosePassword.submit')}
        </button>
        <button type="button" className="button" onClick={leave}>
          {t('choosePassword.leave')}
        </button>
      </form>
      <LanguageChoice />
    </main>
  );
}
