import { Download, ExternalLink, FileText, LoaderCircle, RotateCw, TriangleAlert } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { MediaFileFragment, MediaKind } from '../../generated/graphql';
import { useText } from '../../language/text';
import { lazily } from '../../parts/lazily';
import css from './Content.module.css';
import { useWordingText } from '../../language/reason-text';

const AudioPlayer = lazily(() => import('./audio/AudioPlayer'));

interface Props {
  /** null: by the type of the file. */
  kind: MediaKind | null;
  media: MediaFileFragment;
  label: string;
  /** The link to the file has ended. */
  onExpired: () => void;
  /** Fetches again what could not be fetched. */
  onRetry: (mediaId: string) => void;
}

/** A file in its place: pictures and films shown, voices played, everything else to be opened. */
export function MediaView({ kind, media, label, onExpired, onRetry }: Props) {
  const t = useText();
  const renewed = useRef(false);
  const [isBroken, setBroken] = useState(false);
  const { url, state } = media;
  // A link that has ended is asked for anew, once; a file that is really broken says so.
  const onError = (): void => {
    if (renewed.current) return setBroken(true);
    renewed.current = true;
    onExpired();
  };
  if (state === 'FAILED') return <FailedFile media={media} onRetry={() => onRetry(media.id)} />;
  if (url === null)
    return (
      <p className={css.pending} role="status">
        <LoaderCircle aria-hidden="true" />
        {t('media.pending', { kind: label })}
      </p>
    );
  const shown = kind ?? kindOf(media.mimeType);
  const name = media.fileName ?? label;
  if (isBroken || shown === 'DOCUMENT') return <FileLink media={media} url={url} name={name} />;
  switch (shown) {
    case 'IMAGE':
    case 'STICKER':
      return (
        <a className={css.picture} data-kind={shown} href={url} target="_blank" rel="noopener noreferrer">
          <img key={url} src={url} alt={name} loading="lazy" onError={onError} />
        </a>
      );
    case 'VIDEO':
      return (
        <video
          key={url}
          className={css.video}
          src={url}
          controls
          preload="metadata"
          aria-label={name}
          onError={onError}
        />
      );
    case 'AUDIO':
    case 'VOICE':
      return (
        <Suspense fallback={<div className={css.audio} />}>
          <AudioPlayer key={url} url={url} label={label} onError={onError} />
        </Suspense>
      );
  }
}

function FileLink({ media, url, name }: { media: MediaFileFragment; url: string; name: string }) {
  const intl = useIntl();
  const size = media.size === null ? null : bytes(intl.locale, media.size);
  return (
    <a className={css.file} href={url} target="_blank" rel="noopener noreferrer" download={media.fileName ?? true}>
      <FileText aria-hidden="true" />
      <span>
        <bdi>{name}</bdi>
        <small>{[media.mimeType, size].filter((part) => part !== null).join(' · ')}</small>
      </span>
      <Download aria-hidden="true" />
    </a>
  );
}

/** A file that lies elsewhere: opened where it is, never loaded by itself. Without a name it has the one at the end of its address. */
export function LinkedFile({ url, name }: { url: string; name: string | null }) {
  return (
    <a className={css.file} href={url} target="_blank" rel="noopener noreferrer">
      <FileText aria-hidden="true" />
      <span>
        <bdi>{name ?? nameAtEnd(url)}</bdi>
        <small>
          <bdi>{new URL(url).host}</bdi>
        </small>
      </span>
      <ExternalLink aria-hidden="true" />
    </a>
  );
}

function nameAtEnd(url: string): string {
  const end = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(end);
  } catch {
    return end; // no UTF-8
  }
}

function FailedFile({ media, onRetry }: { media: MediaFileFragment; onRetry: () => void }) {
  const t = useText();
  const said = useWordingText();
  const { error, errorWording } = media;
  return (
    <p className={css.pending}>
      <TriangleAlert aria-hidden="true" />
      <span>
        {t('media.failed')}
        {error !== null && <small dir="auto">{said(error, errorWording)}</small>}
      </span>
      <button type="button" className="button small" onClick={onRetry}>
        <RotateCw aria-hidden="true" />
        {t('app.again')}
      </button>
    </p>
  );
}

function kindOf(mimeType: string): MediaKind {
  if (mimeType.startsWith('image/')) return 'IMAGE';
  if (mimeType.startsWith('video/')) return 'VIDEO';
  return mimeType.startsWith('audio/') ? 'AUDIO' : 'DOCUMENT';
}

function bytes(locale: string, size: number): string {
  const [unit, amount] =
    size >= 1e6 ? ['megabyte', size / 1e6] : size >= 1e3 ? ['kilobyte', size / 1e3] : ['byte', size];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(amount);
}
