import css from './Badge.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'plain' | 'busy';

/** A state in a word; the colour says nothing that the word does not. */
export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={css.badge} data-tone={tone}>
      {children}
    </span>
  );
}
