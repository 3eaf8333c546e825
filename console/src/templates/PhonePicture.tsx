import { ExternalLink, FileText, MapPin, Phone, Reply } from 'lucide-react';
import { FormattedText } from '../chat/text/FormattedText';
import type { TemplateButtonInput } from '../generated/graphql';
import { useText } from '../language/text';
import { filled, variablesIn, type Draft } from './editor/draft';
import css from './PhonePicture.module.css';

/** The message as it looks on a phone, with samples in its gaps. */
export function PhonePicture({ draft, mediaUrl }: { draft: Draft; mediaUrl: string | null }) {
  const t = useText();
  const variables = variablesIn(draft);
  const body = draft.category === 'AUTHENTICATION' ? t('templates.authenticationBody', { code: '123456' }) : draft.body;
  const header = draft.headerType === 'TEXT' ? filled(draft.headerText, 'HEADER', variables) : '';
  return (
    <div className={css.phone}>
      <div className={css.bubble}>
        <HeaderPicture draft={draft} mediaUrl={mediaUrl} />
        {header !== '' && (
          <strong className={css.text} dir="auto">
            {header}
          </strong>
        )}
        <div className={css.text}>
          <FormattedText text={filled(body, 'BODY', variables)} />
        </div>
        {draft.footer !== '' && (
          <small className={css.text} dir="auto">
            {draft.footer}
          </small>
        )}
        <ul>
          {draft.buttons.map((button, index) => (
            <li key={index} dir="auto">
              <ButtonIcon button={button} />
              {button.text ?? t(`button.${button.type}`)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function HeaderPicture({ draft: { headerType }, mediaUrl }: { draft: Draft; mediaUrl: string | null }) {
  const t = useText();
  switch (headerType) {
    case 'IMAGE':
      return mediaUrl === null ? (
        <div className={css.media}>{t('header.IMAGE')}</div>
      ) : (
        <img className={css.media} src={mediaUrl} alt={t('header.IMAGE')} />
      );
    case 'VIDEO':
      return mediaUrl === null ? (
        <div className={css.media}>{t('header.VIDEO')}</div>
      ) : (
        <video className={css.media} src={mediaUrl} controls />
      );
    case 'DOCUMENT':
      return (
        <div className={css.media}>
          <FileText aria-hidden="true" /> {t('header.DOCUMENT')}
        </div>
      );
    case 'LOCATION':
      return (
        <div className={css.media}>
          <MapPin aria-hidden="true" /> {t('header.LOCATION')}
        </div>
      );
    case 'GIF':
    case 'PRODUCT':
      return <div className={css.media}>{t(`header.${headerType}`)}</div>;
    case 'NONE':
    case 'TEXT':
      return null;
  }
}

function ButtonIcon({ button }: { button: TemplateButtonInput }) {
  if (button.type === 'VISIT_WEBSITE') return <ExternalLink aria-hidden="true" />;
  if (button.type === 'CALL_NUMBER' || button.type === 'VOICE_CALL') return <Phone aria-hidden="true" />;
  return <Reply className="lucide flips" aria-hidden="true" />;
}
