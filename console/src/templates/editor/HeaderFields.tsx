import type { HeaderType, WholeTemplateFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { FileField } from '../../parts/form/FileField';
import { SelectField, TextField } from '../../parts/form/Form';
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
          label={t('templates.file')}
          path="header.mediaId"
          accept={ACCEPTED[headerType]}
          hint={
            draft.mediaId === null
              ? t('templates.file.hint')
              : (template.header.media?.fileName ?? t(`header.${headerType}`))
          }
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
