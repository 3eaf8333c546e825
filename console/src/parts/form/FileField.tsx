import { useEffect, useRef, useState } from 'react';
import { AskFailure } from '../../graphql/ask';
import { upload } from '../../graphql/request';
import { useErrorText, type CodedError } from '../../language/error-text';
import { useText } from '../../language/text';
import { Field } from './Form';

interface Props {
  label: string;
  path: string;
  hint: string;
  /** Types of files that are offered, such as image/jpeg,image/png. */
  accept: string;
  accountId: string;
  problems?: readonly string[];
  /** With its id, and its address here. */
  onUploaded: (mediaId: string, url: string) => void;
}

/** A file that is uploaded to an account as soon as it is chosen; a refusal of the upload is said beside it. */
export function FileField({ label, path, hint, accept, accountId, problems = [], onUploaded }: Props) {
  const t = useText();
  const errorText = useErrorText();
  const [share, setShare] = useState<number | null>(null);
  const [failure, setFailure] = useState<CodedError | null>(null);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const send = async (file: File): Promise<void> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setFailure(null);
    setShare(0);
    try {
      onUploaded(await upload(file, accountId, setShare, controller.signal), URL.createObjectURL(file));
    } catch (error) {
      if (controller.signal.aborted) return; // another one was chosen, or the form is gone
      setFailure(error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', String(error)));
    }
    setShare(null);
  };
  return (
    <Field
      label={label}
      path={path}
      hint={share === null ? hint : t('templates.file.sending', { percent: Math.round(share * 100) })}
      problems={failure === null ? problems : [errorText(failure)]}
    >
      {(described) => (
        <input
          {...described}
          type="file"
          accept={accept}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) void send(file);
          }}
        />
      )}
    </Field>
  );
}
