import type { ClipboardEvent, KeyboardEvent, Ref } from 'react';
import css from './Composer.module.css';

interface Props {
  ref?: Ref<HTMLTextAreaElement>;
  label: string;
  placeholder: string;
  value: string;
  isDisabled?: boolean;
  onChange: (text: string) => void;
  /** Enter by itself; Shift+Enter is a new line, and Enter that ends a composed character is neither. */
  onEnter: () => void;
  onPaste?: (event: ClipboardEvent) => void;
}

/** A box for text that grows with it. */
export function GrowingText({ ref, label, placeholder, value, isDisabled = false, onChange, onEnter, onPaste }: Props) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onEnter();
  };
  return (
    <div className={css.growing} data-text={`${value} `}>
      <textarea
        ref={ref}
        rows={1}
        dir="auto"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
    </div>
  );
}
