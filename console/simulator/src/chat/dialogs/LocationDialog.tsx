import type { Extra } from '../../../../src/chat/composer/more/extra-kinds';
import { LocationForm } from '../../../../src/chat/composer/more/LocationForm';
import { ModalDialog } from '../../../../src/parts/form/ModalDialog';
import { useText } from '../../language/text';
import type { Written } from '../taps';

/** A place, by the console's own form. */
export function LocationDialog({ onWrite, onClose }: { onWrite: (written: Written) => void; onClose: () => void }) {
  const t = useText();
  const write = ({ content: { location } }: Extra): void => {
    if (location == null) return;
    const { latitude, longitude, name, address } = location;
    const named = { ...(name == null ? {} : { name }), ...(address == null ? {} : { address }) };
    onWrite({ type: 'location', content: { latitude, longitude, ...named } });
  };
  return (
    <ModalDialog title={t('extra.LOCATION')} onClose={onClose}>
      <LocationForm onSend={write} />
    </ModalDialog>
  );
}
