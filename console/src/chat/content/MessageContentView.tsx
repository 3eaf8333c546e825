import type { ChatMessageFragment } from '../../generated/graphql';
import { useText, type TextId } from '../../language/text';
import { FormattedText } from '../text/FormattedText';
import { ContactCards, LocationView, OrderView } from './CardViews';
import { readableName } from './form-answers';
import { FormAnswers } from './FormAnswers';
import { InteractiveView } from './InteractiveView';
import { LinkedFile, MediaView } from './MediaView';
import css from './Content.module.css';

interface Props {
  message: Pick<ChatMessageFragment, 'content' | 'text'>;
  /** The link to its file has ended. */
  onExpired: () => void;
  /** Fetches again a file that could not be fetched. */
  onRetryMedia: (mediaId: string) => void;
}

/** What a message says, by its kind; a kind that this console does not know is shown by its text. */
export function MessageContentView({ message, onExpired, onRetryMedia }: Props) {
  const t = useText();
  const { content, text } = message;
  switch (content.__typename) {
    case 'TextContent':
    case 'NoteContent':
    case 'SystemContent':
      return <FormattedText text={content.body} />;
    case 'MediaContent': {
      const label: TextId = `media.${content.mediaKind}`;
      return (
        <>
          <MediaView
            kind={content.mediaKind}
            media={content.media}
            label={t(label)}
            onExpired={onExpired}
            onRetry={onRetryMedia}
          />
          {content.caption !== null && content.caption !== '' && <FormattedText text={content.caption} />}
        </>
      );
    }
    case 'LocationContent':
      return <LocationView location={content} />;
    case 'ContactsContent':
      return <ContactCards cards={content.contacts} />;
    case 'OrderContent':
      return <OrderView order={content} />;
    case 'ReplyContent':
      return (
        <>
          <p className={css.kind}>{t(`reply.${content.replyKind}`)}</p>
          <FormattedText text={content.replyKind === 'UNKNOWN' ? readableName(content.title) : content.title} />
          {content.replyKind === 'LIST' && content.payload !== null && (
            <p className={css.footer}>
              <bdi>{content.payload}</bdi>
            </p>
          )}
          <FormAnswers response={content.response} />
        </>
      );
    case 'InteractiveContent':
      return <InteractiveView content={content} onExpired={onExpired} onRetryMedia={onRetryMedia} />;
    case 'TemplateContent':
      return (
        <>
          {content.templateMedia !== null && (
            <MediaView
              kind={null}
              media={content.templateMedia}
              label={t('content.TemplateContent')}
              onExpired={onExpired}
              onRetry={onRetryMedia}
            />
          )}
          {content.headerLink !== null && <LinkedFile url={content.headerLink} name={content.headerFileName} />}
          {content.header !== null && <strong dir="auto">{content.header}</strong>}
          <FormattedText text={content.body} />
          {content.footer !== null && <p className={css.footer}>{content.footer}</p>}
          <ul className={css.options}>
            {content.buttons.map((button, index) => (
              <li key={index} dir="auto">
                {button}
              </li>
            ))}
          </ul>
        </>
      );
    case 'ReactionContent':
      return <FormattedText text={content.emoji ?? ''} />;
    case 'UnsupportedContent':
      return (
        <p className={css.kind}>
          {content.unsupportedKind === 'media_placeholder'
            ? t('content.mediaPlaceholder')
            : `${t('content.UnsupportedContent')} (${content.unsupportedKind})`}
        </p>
      );
    default:
      return <FormattedText text={text ?? ''} />;
  }
}
