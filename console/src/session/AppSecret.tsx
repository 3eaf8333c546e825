import { renderSVG } from 'uqr';
import { useText } from '../language/text';
import { CopyField } from '../parts/CopyField';
import css from './SignIn.module.css';

/** The secret of a new second factor, as a picture for the app's camera and as a text to be typed. */
export default function AppSecret({ uri, secret }: { uri: string; secret: string }) {
  const t = useText();
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(uri, { border: 2 }))}`;
  return (
    <>
      <p>{t('twoFactor.scan')}</p>
      <img className={css.qr} src={picture} alt={t('twoFactor.qr')} />
      <CopyField label={t('twoFactor.secret')} value={secret} />
    </>
  );
}
