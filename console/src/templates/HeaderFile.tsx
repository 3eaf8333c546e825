import { LinkedFile } from '../chat/content/MediaView';
import type { HeaderType, PreviewTemplateQuery } from '../generated/graphql';
import { useText } from '../language/text';
import css from './HeaderFile.module.css';

type Preview = NonNullable<PreviewTemplateQuery['template']>['preview'];

interface Props {
  type: HeaderType;
  preview: Pick<Preview, 'headerLink' | 'mediaUrl' | 'headerFileName'>;
}

/** The file of a message's header: what was uploaded here is seen, what lies elsewhere is opened where it lies. */
export function HeaderFile({ type, preview: { headerLink, mediaUrl, headerFileName } }: Props) {
  const t = useText();
  const name = t(`header.${type}`);
  if (headerLink !== null) return <LinkedFile url={headerLink} name={headerFileName} />;
  if (mediaUrl === null) return null;
  if (type === 'IMAGE') return <img className={css.media} src={mediaUrl} alt={name} />;
  if (type === 'VIDEO') return <video className={css.media} src={mediaUrl} aria-label={name} controls />;
  return <LinkedFile url={mediaUrl} name={headerFileName ?? name} />;
}
