import { WifiOff } from 'lucide-react';
import { useText } from '../../language/text';
import { liveStatus } from '../../live/live-status';
import { useStore } from '../../parts/state/store';
import css from './Shell.module.css';

/** Says at once that nothing new arrives, and that it does again; the region stays so that it is announced. */
export function ConnectionBanner() {
  const t = useText();
  const isOffline = useStore(liveStatus) === 'OFFLINE';
  return (
    <div role="status" className={css.banner} data-offline={isOffline || undefined}>
      {isOffline && (
        <>
          <WifiOff aria-hidden="true" />
          {t('app.offline')}
        </>
      )}
    </div>
  );
}
