import { Suspense, useEffect, useState } from 'react';
import { Provider as ApiProvider } from 'urql';
import { LanguageProvider } from '../language/LanguageProvider';
import { loadPageTexts, loadReasons } from '../language/languages';
import { page } from '../language/page-texts';
import { useStore } from '../parts/state/store';
import { session } from '../session/tokens';
import { SignIn } from '../session/SignIn';
import { IssuerArrival } from '../session/IssuerArrival';
import { arrival, issuerArrival } from '../session/links';
import { useKeptFocus } from '../parts/focus/kept-focus';
import { AskFailure } from '../graphql/ask';
import { Shell } from './shell/Shell';
import { Opening } from './Opening';
import { Workspace, WorkspaceProvider } from './workspace';

const AGAIN_AFTER_MS = 2_000;

const ChoosePassword = page(() => import('../session/ChoosePassword'));

export function App() {
  useKeptFocus();
  return (
    <LanguageProvider loadPages={loadPageTexts} loadMore={loadReasons}>
      <Entered />
    </LanguageProvider>
  );
}

/** Whoever comes by a link chooses a password first, or comes from the issuer; all others sign in. */
function Entered() {
  const [link, setLink] = useState(arrival);
  const [fromIssuer, setFromIssuer] = useState(issuerArrival);
  const [problem, setProblem] = useState<string | null>(null);
  const isSignedIn = useStore(session).tokens !== null;
  if (link !== null)
    return (
      <Suspense>
        <ChoosePassword link={link} onDone={() => setLink(null)} />
      </Suspense>
    );
  if (fromIssuer !== null)
    return (
      <IssuerArrival
        arrival={fromIssuer}
        onDone={(why) => {
          setProblem(why);
          setFromIssuer(null);
        }}
      />
    );
  return isSignedIn ? <SignedIn /> : <SignIn issuerProblem={problem} />;
}

function SignedIn() {
  const [round, setRound] = useState(0);
  return <Opened key={round} openAnew={() => setRound(round + 1)} />;
}

function Opened({ openAnew }: { openAnew: () => void }) {
  const { workspace, failure } = useOpenWorkspace(openAnew);
  if (workspace === null) return <Opening failure={failure} />;
  return (
    <ApiProvider value={workspace.client}>
      <WorkspaceProvider value={workspace}>
        <Shell />
      </WorkspaceProvider>
    </ApiProvider>
  );
}

/** Opens it when somebody has signed in, as often as it takes, and closes it when they go; or when all is opened anew. */
function useOpenWorkspace(openAnew: () => void) {
  const [workspace, setWorkspace] = useState<Workspace | null>(null);
  const [anew] = useState(() => openAnew);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  useEffect(() => {
    let opened: Workspace | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    let isWanted = true;
    const open = (): void => {
      Workspace.open(anew).then(
        (next) => {
          if (!isWanted) return next.close();
          opened = next;
          setWorkspace(next);
        },
        (error: unknown) => {
          setFailure(error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', String(error)));
          if (isWanted) again = setTimeout(open, AGAIN_AFTER_MS);
        },
      );
    };
    open();
    return () => {
      isWanted = false;
      clearTimeout(again);
      opened?.close();
    };
  }, [anew]);
  return { workspace, failure };
}
