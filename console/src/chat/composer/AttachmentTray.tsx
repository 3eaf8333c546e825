import { FileText, X } from 'lucide-react';
import { useWorkspace } from '../../app/workspace';
import { useErrorText } from '../../language/error-text';
import { useText } from '../../language/text';
import type { Attachment } from './attachments';
import css from './Composer.module.css';

/** The files that go with the next answer, how far they are, and why one was refused. */
export function AttachmentTray({ conversationId, files }: { conversationId: string; files: readonly Attachment[] }) {
  const t = useText();
  const errorText = useErrorText();
  const { attachments } = useWorkspace();
  if (files.length === 0) return null;
  return (
    <ul className={css.tray} aria-label={t('composer.files')}>
      {files.map(({ key, name, previewUrl, progress, mediaId, problem }) => (
        <li key={key} data-problem={problem !== null || undefined}>
          {previewUrl === null ? <FileText aria-hidden="true" /> : <img src={previewUrl} alt="" />}
          <span>
            <bdi>{name}</bdi>
            {problem !== null && <small role="alert">{errorText(problem)}</small>}
            {problem === null && mediaId === null && (
              <progress value={progress} aria-label={t('composer.uploading', { name })} />
            )}
          </span>
          <button
            type="button"
            aria-label={t('composer.removeFile', { name })}
            onClick={() => attachments.remove(conversationId, key)}
          >
            <X aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
