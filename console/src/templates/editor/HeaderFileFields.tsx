import { useState } from 'react';
import { useText } from '../../language/text';
import { Field, TextField } from '../../parts/form/Form';
import { FieldPicker } from './FieldPicker';
import type { DraftProps } from './TemplateEditor';

type Picked = 'fieldPath' | 'fileNamePath';

/** The field of a record that names the file of the header, and the name under which a document is shown. */
export function HeaderFileFields({ draft: { appliesTo, headerFile, headerType }, change }: DraftProps) {
  const t = useText();
  const [picking, setPicking] = useState<Picked | null>(null);
  const button = (picked: Picked, label: string, hint?: string) => {
    const chosen = headerFile?.[picked] ?? t('templates.choose');
    return (
      <Field label={label} path={`headerFile.${picked}`} hint={hint}>
        {(described) => (
          <button
            {...described}
            type="button"
            className="button"
            aria-label={`${label}: ${chosen}`}
            disabled={appliesTo === null}
            onClick={() => setPicking(picked)}
          >
            {chosen}
          </button>
        )}
      </Field>
    );
  };
  return (
    <>
      {button(
        'fieldPath',
        t('templates.headerFile'),
        appliesTo === null ? t('variables.needsModel') : t('templates.headerFile.hint'),
      )}
      {headerFile !== null && (
        <button type="button" className="button small" onClick={() => change({ headerFile: null })}>
          {t('templates.headerFile.remove')}
        </button>
      )}
      {headerFile !== null && headerType === 'DOCUMENT' && (
        <>
          {button('fileNamePath', t('templates.fileNameField'))}
          <TextField
            label={t('templates.fileName')}
            path="headerFile.fileName"
            hint={t('templates.fileName.hint')}
            value={headerFile.fileName ?? ''}
            onChange={(name) => change({ headerFile: { ...headerFile, fileName: name === '' ? null : name } })}
          />
        </>
      )}
      {picking !== null && appliesTo !== null && (
        <FieldPicker
          modelId={appliesTo}
          types={picking === 'fieldPath' ? ['TEXT', 'URL'] : undefined}
          onChoose={({ path }) => {
            const before = headerFile ?? { fieldPath: path, fileNamePath: null, fileName: null };
            change({ headerFile: { ...before, [picking]: path } });
            setPicking(null);
          }}
          onClose={() => setPicking(null)}
        />
      )}
    </>
  );
}
