import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { Opening } from '../app/Opening';
import { rememberedPlace, type IssuerReturn } from './links';
import { redeemSignIn } from './session';

/** Once for the page, however often it is drawn: the session is there to be taken once. */
let taking: Promise<string | null> | null = null;

async function take({ problem }: IssuerReturn): Promise<string | null> {
  if (problem !== null) return problem;
  try {
    return (await redeemSignIn())?.reason ?? null;
  } catch {
    return 'UNREACHABLE';
  }
}

/** Whoever comes back from the issuer takes their session, and goes on where they were. */
export function IssuerArrival({
  arrival,
  onDone,
}: {
  arrival: IssuerReturn;
  onDone: (problem: string | null) => void;
}) {
  const [, navigate] = useLocation();
  useEffect(() => {
    taking ??= take(arrival);
    let isShown = true;
    void taking.then((problem) => {
      if (!isShown) return;
      taking = null;
      navigate(rememberedPlace(), { replace: true });
      onDone(problem);
    });
    return () => {
      isShown = false;
    };
  }, [arrival, navigate, onDone]);
  return <Opening failure={null} />;
}
