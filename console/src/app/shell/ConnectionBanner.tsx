import { WifiOff } from 'lucide-react';
import { useText } from '../../language/text';
import { liveStatus, liveTrouble } from '../../live/live-status';
import { useStore } from '../../parts/state/store';
import css from './Shell.module.css';

/** Says at once that nothing new arrives, and that it does again; the region stays so that it is announced. */
export function ConnectionBanner() {
  const t = useText();
  const isOffline = useStore(liveStatus) === 'OFFLINE';
  const isTooMany = useStore(liveTrouble) === 'TOO_MANY';
  return (
    <div role="status" className={css.banner} data-offline={isOffline || undefined}>
      {isOffline && (
        <>
          <WifiOff aria-hidden="true" />
          {t(isTooMany ? 'app.offline.tooMany' : 'app.offline')}
        </>
      )}
    </div>
  );
}
