import { LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../../language/text';
import { Form, TextField } from '../../../parts/form/Form';
import { ExtraFoot } from './ExtraFoot';
import { textOrNull, type Extra } from './extra-kinds';
import css from './More.module.css';

/** A place: by its coordinates, or where whoever writes is now. */
export function LocationForm({ onSend }: { onSend: (extra: Extra) => void }) {
  const t = useText();
  const [latitude, setLatitude] = useState('');
  const [longitude, setLongitude] = useState('');
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [isAttempted, setAttempted] = useState(false);
  const [isHereRefused, setHereRefused] = useState(false);
  const problemsOf = (text: string, limit: number): string[] =>
    isAttempted && numberIn(text, limit) === null ? [t('extra.coordinate', { limit })] : [];
  const send = (): void => {
    setAttempted(true);
    const [north, east] = [numberIn(latitude, 90), numberIn(longitude, 180)];
    if (north === null || east === null) return;
    const text = textOrNull(name) ?? textOrNull(address) ?? `${north}, ${east}`;
    const location = { latitude: north, longitude: east, name: textOrNull(name), address: textOrNull(address) };
    onSend({ text, content: { location } });
  };
  const here = (): void => {
    setHereRefused(false);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLatitude(String(coords.latitude));
        setLongitude(String(coords.longitude));
      },
      () => setHereRefused(true),
    );
  };
  return (
    <Form refusals={[]} onSubmit={send}>
      <TextField label={t('field.name')} path="name" value={name} onChange={setName} />
      <TextField label={t('extra.address')} path="address" value={address} onChange={setAddress} />
      <div className={css.pair}>
        <TextField
          label={t('extra.latitude')}
          path="latitude"
          dir="ltr"
          value={latitude}
          problems={problemsOf(latitude, 90)}
          onChange={setLatitude}
        />
        <TextField
          label={t('extra.longitude')}
          path="longitude"
          dir="ltr"
          value={longitude}
          problems={problemsOf(longitude, 180)}
          onChange={setLongitude}
        />
      </div>
      {'geolocation' in navigator && (
        <div>
          <button type="button" className="button small" onClick={here}>
            <LocateFixed aria-hidden="true" />
            {t('extra.here')}
          </button>
          <p role="alert">{isHereRefused && t('extra.hereRefused')}</p>
        </div>
      )}
      <ExtraFoot />
    </Form>
  );
}

/** As people write it, with a point or a comma. */
function numberIn(text: string, limit: number): number | null {
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(number) || Math.abs(number) > limit ? null : number;
}
