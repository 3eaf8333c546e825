import { X } from 'lucide-react';
import { useText } from '../../language/text';
import { useStore } from '../../parts/state/store';
import { dismiss, told } from '../../parts/tell';
import css from './ToldRegion.module.css';

/** Troubles stay until they are dismissed; what was done goes by itself. */
export function ToldRegion() {
  const t = useText();
  return (
    <div className={css.region} role="region" aria-label={t('app.told')} aria-live="polite">
      {useStore(told).map(({ id, text, isTrouble }) => (
        <p key={id} role={isTrouble ? 'alert' : undefined} className={css.told} data-trouble={isTrouble || undefined}>
          <span>{text}</span>
          <button type="button" aria-label={t('app.dismiss')} onClick={() => dismiss(id)}>
            <X aria-hidden="true" />
          </button>
        </p>
      ))}
    </div>
  );
}
