import { Suspense } from 'react';
import type { ChatMessageFragment } from '../../generated/graphql';
import { useText, type TextId } from '../../language/text';
import { lazily } from '../../parts/lazily';
import { FormattedText } from '../text/FormattedText';
import { LocationView, OrderView } from './CardViews';
import { readableName } from './form-answers';
import { InteractiveView } from './InteractiveView';
import { TemplateGoods } from './TemplateGoods';
import { LinkedFile, MediaView } from './MediaView';
import { unsupportedText } from './reply-words';
import { ReplyView } from './ReplyView';
import css from './Content.module.css';

/** Few chats have any, and the first view need not wait for them. */
const ContactCards = lazily(() => import('./ContactCards'));
const LinkHosts = lazily(() => import('../text/LinkHosts'));

interface Props {
  message: Pick<ChatMessageFragment, 'content' | 'text'>;
  /** The link to its file has ended. */
  onExpired: () => void;
  /** Fetches again a file that could not be fetched. */
  onRetryMedia: (mediaId: string) => void;
  /** Where one finds the chat with a number; without it, numbers are only called. */
  chatPath?: (phoneNumber: string) => string;
}

/** What a message says, by its kind; a kind that this console does not know is shown by its text. */
export function MessageContentView({ message, onExpired, onRetryMedia, chatPath }: Props) {
  const t = useText();
  const { content, text } = message;
  switch (content.__typename) {
    case 'TextContent':
    case 'NoteContent':
    case 'SystemContent':
      return <LinkedText text={content.body} />;
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
          {content.caption !== null && content.caption !== '' && <LinkedText text={content.caption} />}
        </>
      );
    }
    case 'LocationContent':
      return <LocationView location={content} />;
    case 'ContactsContent':
      return (
        <Suspense fallback={text}>
          <ContactCards cards={content.contacts} chatPath={chatPath} />
        </Suspense>
      );
    case 'OrderContent':
      return <OrderView order={content} />;
    case 'ReplyContent':
      return <ReplyView reply={content} />;
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
          <LinkedText text={content.body} />
          {content.footer !== null && <p className={css.footer}>{content.footer}</p>}
          <TemplateGoods content={content} />
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
    case 'UnsupportedContent': {
      const known = unsupportedText(content.unsupportedKind);
      return (
        <p className={css.kind}>
          {known === null ? `${t('content.UnsupportedContent')} (${readableName(content.unsupportedKind)})` : t(known)}
        </p>
      );
    }
    default:
      return <FormattedText text={text ?? ''} />;
  }
}

function LinkedText({ text }: { text: string }) {
  return (
    <>
      <FormattedText text={text} />
      {/:\/\/|www\./i.test(text) && (
        <Suspense fallback={null}>
          <LinkHosts text={text} />
        </Suspense>
      )}
    </>
  );
}
