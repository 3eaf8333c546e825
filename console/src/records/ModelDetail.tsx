import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useWorkspace } from '../app/workspace';
import type { RecordListQuery, WholeModelFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { useConnection } from '../parts/connection';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Page, QueryState } from '../parts/page/Page';
import { Filters, ListTotal, MoreButton, SearchBox } from '../parts/page/Rows';
import { useSettled } from '../parts/state/settled';
import { Table } from '../parts/page/Table';
import { ModelDialog } from './ModelDialog';
import { DELETE_MODEL, MODEL, RECORDS } from './record-documents';
import { RecordDialog } from './RecordDialog';
import { shownValue } from './record-values';

export type DataRecord = RecordListQuery['records']['nodes'][number];

/** The records of a kind, with all their values. */
export function ModelDetail({ id }: { id: string }) {
  const t = useText();
  const mayWrite = useWorkspace().viewer.me.role !== 'OPERATOR';
  const [search, setSearch] = useState('');
  const [edited, setEdited] = useState<DataRecord | 'NEW' | null>(null);
  const [{ data, error, fetching }] = useQuery({ query: MODEL, variables: { id } });
  const asked = useSettled(search.trim());
  const list = useConnection(
    RECORDS,
    { modelId: id, search: asked === '' ? null : asked, after: null as string | null },
    ({ records }) => records,
  );
  const model = data?.dataModel;
  const back = { href: '/records', label: t('models.back') };
  if (model == null)
    return (
      <Page title={t('nav.records')} back={back}>
        <QueryState error={error} isLoading={fetching} empty={<p>{t('error.NOT_FOUND')}</p>} />
      </Page>
    );
  return (
    <Page
      title={model.label}
      back={back}
      actions={mayWrite && <Actions model={model} onNew={() => setEdited('NEW')} />}
    >
      <Filters label={t('templates.filter')}>
        <SearchBox label={t('picker.searchRecords', { model: model.label })} value={search} onChange={setSearch} />
      </Filters>
      <ListTotal total={list.total} />
      <Table
        label={model.label}
        columns={[
          t('records.externalId'),
          ...model.fields.map(({ label }) => label),
          ...(mayWrite ? [t('app.edit')] : []),
        ]}
        rows={list.nodes.map((record) => {
          const values = record.values as Record<string, unknown>;
          return {
            key: record.id,
            cells: [
              record.externalId,
              ...model.fields.map(({ key }) => shownValue(values[key])),
              ...(mayWrite
                ? [
                    <button
                      key="edit"
                      type="button"
                      className="button small icon"
                      aria-label={t('team.edit', { name: record.label })}
                      onClick={() => setEdited(record)}
                    >
                      <Pencil aria-hidden="true" />
                    </button>,
                  ]
                : []),
            ],
          };
        })}
      />
      {list.nodes.length === 0 && (
        <QueryState
          error={list.error}
          isLoading={list.isLoading}
          empty={<p>{asked === '' ? t('records.empty') : t('list.nothingFound')}</p>}
        />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
      {edited !== null && (
        <RecordDialog
          model={model}
          record={edited === 'NEW' ? null : edited}
          onClose={() => {
            setEdited(null);
            list.reload();
          }}
        />
      )}
    </Page>
  );
}

function Actions({ model, onNew }: { model: WholeModelFragment; onNew: () => void }) {
  const t = useText();
  const [, navigate] = useLocation();
  const change = useChange();
  const [isEditing, setEditing] = useState(false);
  const remove = async (): Promise<boolean> => {
    const payload = await change.run(DELETE_MODEL, { input: { dataModelId: model.id } });
    if (payload !== null) navigate('/records');
    return payload !== null;
  };
  return (
    <>
      <button type="button" className="button primary" onClick={onNew}>
        <Plus aria-hidden="true" />
        {t('records.new')}
      </button>
      <button type="button" className="button" onClick={() => setEditing(true)}>
        <Pencil aria-hidden="true" />
        {t('models.fields')}
      </button>
      <ConfirmButton
        label={t('app.delete')}
        icon={<Trash2 aria-hidden="true" />}
        question={t('models.delete.question', { name: model.label, count: model.recordCount })}
        change={change}
        onConfirm={remove}
      />
      {isEditing && <ModelDialog model={model} onClose={() => setEditing(false)} />}
    </>
  );
}
