import { StrictMode, useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { latestConversation, parley, sendText } from './parley';

export type Place = Awaited<ReturnType<typeof latestConversation>>;

export interface ShownMessage {
  id: string;
  sortKey: string;
  text?: string | null;
  direction: string;
  status: string;
}

/** Shows the page of an example: the sign-in, then the latest conversation. */
export function show(Chat: (place: Place) => ReactNode): void {
  const root = document.getElementById('root');
  if (root !== null) createRoot(root).render(<StrictMode>{<Page chat={Chat} />}</StrictMode>);
}

function Page({ chat: Chat }: { chat: (place: Place) => ReactNode }): ReactNode {
  const [place, setPlace] = useState<Place | null>(null);
  const [isSignedIn, setSignedIn] = useState(parley.isSignedIn);
  useEffect(() => {
    if (isSignedIn) void latestConversation().then(setPlace);
  }, [isSignedIn]);
  if (!isSignedIn) return <SignIn onDone={() => setSignedIn(true)} />;
  return place === null ? <p>…</p> : <Chat {...place} />;
}

function SignIn({ onDone }: { onDone: () => void }): ReactNode {
  const [trouble, setTrouble] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    parley.signIn(String(form.get('email')), String(form.get('password'))).then(onDone, (error: unknown) => {
      setTrouble((error as Error).message);
    });
  };
  return (
    <form onSubmit={submit}>
      <label>
        E-mail <input name="email" type="email" autoComplete="username" />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" />
      </label>
      <button>Sign in</button>
      <p role="alert">{trouble}</p>
    </form>
  );
}

/** Messages by their places in the chat, and the line in which one writes. */
export function Messages({ of, conversationId }: { of: readonly ShownMessage[]; conversationId: string }): ReactNode {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('text'));
    event.currentTarget.reset();
    void sendText(conversationId, text);
  };
  const sorted = [...of].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  return (
    <>
      <ol>
        {sorted.map(({ id, text, direction, status }) => (
          <li key={id} data-direction={direction} data-status={status}>
            {text}
          </li>
        ))}
      </ol>
      <form onSubmit={submit}>
        <input name="text" aria-label="Message" required />
        <button>Send</button>
      </form>
    </>
  );
}
