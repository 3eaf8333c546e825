import { useCallback, useEffect, useRef, type RefObject } from 'react';

interface RefusedField {
  form: RefObject<HTMLFormElement | null>;
  /** To be called once the form was submitted; what was refused by then, or is refused when it is not busy any more, is gone to. */
  attempted: () => void;
}

/** Takes whoever submits a form to the first field that was refused, so that its reason is read, and mended where it stands. */
export function useRefusedField(isBusy: boolean): RefusedField {
  const form = useRef<HTMLFormElement>(null);
  const isAttempted = useRef(false);
  // One frame later: by then the reasons are shown, and a dialog that asked before has gone, whether it gave back the focus or not yet.
  const look = useCallback(() => {
    requestAnimationFrame(() => {
      const refused = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
      const active = document.activeElement;
      const isLeft = active !== document.body && form.current?.contains(active) !== true;
      if (refused == null || !isAttempted.current || isLeft) return;
      isAttempted.current = false;
      refused.focus();
    });
  }, []);
  useEffect(() => {
    if (!isBusy) look();
  }, [isBusy, look]);
  const attempted = useCallback(() => {
    isAttempted.current = true;
    look();
  }, [look]);
  return { form, attempted };
}
