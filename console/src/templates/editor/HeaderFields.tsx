import { useRef, useState } from 'react';
import type { HeaderType, WholeTemplateFragment } from '../../generated/graphql';
import { AskFailure } from '../../graphql/ask';
import { upload } from '../../graphql/request';
import { useErrorText, type CodedError } from '../../language/error-text';
import { useText } from '../../language/text';
import { Field, SelectField, TextField } from '../../parts/form/Form';
import { FILE_HEADERS } from './draft';
import { HeaderFileFields } from './HeaderFileFields';
import type { DraftProps } from './TemplateEditor';

const TYPES: HeaderType[] = ['NONE', 'TEXT', 'IMAGE', 'VIDEO', 'GIF', 'DOCUMENT', 'LOCATION'];
const ACCEPTED: Partial<Record<HeaderType, string>> = {
  IMAGE: 'image/jpeg,image/png',
  VIDEO: 'video/mp4,video/3gpp',
  GIF: 'video/mp4',
  DOCUMENT: 'application/pdf',
};

interface Props extends DraftProps {
  template: WholeTemplateFragment;
  /** The address of the file here, to be seen before it is stored. */
  onUploaded: (url: string | null) => void;
}

export function HeaderFields({ draft, change, template, onUploaded }: Props) {
  const t = useText();
  const { headerType } = draft;
  const types = TYPES.includes(headerType) ? TYPES : [...TYPES, headerType];
  return (
    <>
      <SelectField
        label={t('templates.header')}
        path="header.type"
        value={headerType}
        options={types.map((value) => ({ value, label: t(`header.${value}`) }))}
        onChange={(chosen) => {
          onUploaded(null);
          change({ headerType: chosen, mediaId: null });
        }}
      />
      {headerType === 'TEXT' && (
        <TextField
          label={t('templates.headerText')}
          path="header.text"
          hint={t('templates.headerText.hint')}
          value={draft.headerText}
          onChange={(headerText) => change({ headerText })}
        />
      )}
      {ACCEPTED[headerType] !== undefined && (
        <FileField
          accept={ACCEPTED[headerType]}
          fileName={draft.mediaId === null ? null : (template.header.media?.fileName ?? t(`header.${headerType}`))}
          accountId={template.account.id}
          onUploaded={(mediaId, url) => {
            onUploaded(url);
            change({ mediaId });
          }}
        />
      )}
      {FILE_HEADERS.includes(headerType) && <HeaderFileFields draft={draft} change={change} />}
    </>
  );
}

interface FileFieldProps {
  accept: string;
  fileName: string | null;
  accountId: string;
  onUploaded: (mediaId: string, url: string) => void;
}

function FileField({ accept, fileName, accountId, onUploaded }: FileFieldProps) {
  const t = useText();
  const errorText = useErrorText();
  const [share, setShare] = useState<number | null>(null);
  const [failure, setFailure] = useState<CodedError | null>(null);
  const running = useRef<AbortController>(null);
  const send = async (file: File): Promise<void> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setFailure(null);
    setShare(0);
    try {
      onUploaded(await upload(file, accountId, setShare, controller.signal), URL.createObjectURL(file));
    } catch (error) {
      setFailure(error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', String(error)));
    }
    setShare(null);
  };
  const hint =
    share === null
      ? (fileName ?? t('templates.file.hint'))
      : t('templates.file.sending', { percent: Math.round(share * 100) });
  return (
    <Field
      label={t('templates.file')}
      path="header.mediaId"
      hint={hint}
      problems={failure === null ? [] : [errorText(failure)]}
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
