import { useEffect, useState } from 'react';

const SETTLES_AFTER_MS = 300;

/** A text as it was when nothing had been written for a moment: what the server is asked about. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLES_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
