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
  /** Before all else: what it prevents is not the box's. */
  onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  onBlur?: (() => void) | undefined;
  attributes?: Record<string, string>;
}

/** A box for text that grows with it. */
export function GrowingText(props: Props) {
  const { ref, label, placeholder, value, isDisabled = false, onChange, onEnter, onPaste, onBlur, attributes } = props;
  const onKeyDown = (event: KeyboardEvent): void => {
    props.onKeyDown?.(event);
    if (event.defaultPrevented) return;
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
        onBlur={onBlur}
        {...attributes}
      />
    </div>
  );
}
