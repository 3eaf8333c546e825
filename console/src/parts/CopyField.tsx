import { Copy, CopyCheck } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useText } from '../language/text';
import css from './CopyField.module.css';

/** A value that is to be pasted elsewhere. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  const t = useText();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      setCopied(document.execCommand('copy')); // pages over http have no clipboard
    }
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className={css.copy}>
        <input
          ref={input}
          id={id}
          className="input"
          readOnly
          value={value}
          dir="ltr"
          onFocus={(e) => e.target.select()}
        />
        <button
          type="button"
          className="button icon"
          aria-label={t('app.copy', { name: label })}
          onClick={() => void copy()}
        >
          {isCopied ? <CopyCheck aria-hidden="true" /> : <Copy aria-hidden="true" />}
        </button>
      </div>
      <small role="status" className={css.note}>
        {isCopied ? t('app.copied') : hint}
      </small>
    </div>
  );
}
