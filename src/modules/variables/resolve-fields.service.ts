import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { DataModelsService } from './data-models.service.js';
import type { DataFieldType, DataModel } from './domain/data-model.js';
import type { FieldProblem } from './domain/field-problem.js';
import { valueAs, type FieldValue, type RecordValues } from './domain/record-values.js';

/** A record to start from: stored, or inline. */
export interface RootRecord {
  modelId: string;
  values: RecordValues;
}

/** What a path leads to on one record. */
export interface ResolvedField {
  type: DataFieldType | null;
  value: FieldValue | null;
  /** Why there is no value. */
  problem: FieldProblem | null;
}

/** One path on its way through relations: `steps` are still to go; with a `result` it has ended. */
interface Walk {
  model: DataModel | undefined;
  values: RecordValues;
  steps: string[];
  result: ResolvedField | null;
}

/** Resolves field paths through relations, for many records at once: one query a level and model, however many there are. */
@Injectable()
export class ResolveFieldsService {
  constructor(
    private readonly database: Database,
    private readonly models: DataModelsService,
  ) {}

  /** Resolves every path on every root, through models that are open to the account. Returns a list a root, with a result a path, in order. */
  async resolve(accountId: string, roots: readonly RootRecord[], paths: readonly string[]): Promise<ResolvedField[][]> {
    const [models = []]: DataModel[][] = await this.models.openTo([accountId]);
    const walks = roots.map((root) =>
      paths.map((path): Walk => ({
        model: models.find(({ id }) => id === root.modelId),
        values: root.values,
        steps: path.split('.'),
        result: null,
      })),
    );
    let open = walks.flat();
    while (open.length > 0) {
      for (const walk of open) endAtValue(walk);
      open = open.filter(({ result }) => result === null);
      await this.followRelations(models, open);
      open = open.filter(({ result }) => result === null);
    }
    return walks.map((group) => group.map(({ result }) => result ?? noValue({ kind: 'NO_MODEL' })));
  }

  private async followRelations(models: readonly DataModel[], walks: Walk[]): Promise<void> {
    const externalIdsByModel = new Map<string, Set<string>>();
    const targets = walks.map((walk) => {
      const field = walk.model?.fields.find(({ key }) => key === walk.steps[0]);
      const target = models.find(({ key }) => key === field?.relatesTo);
      const externalId = walk.values[walk.steps[0] ?? ''];
      if (target === undefined || typeof externalId !== 'string') {
        walk.result = noValue({ kind: 'EMPTY', field: field?.label ?? walk.steps[0] ?? '' });
        return null;
      }
      externalIdsByModel.set(target.id, (externalIdsByModel.get(target.id) ?? new Set()).add(externalId));
      return { target, externalId, label: field?.label ?? '' };
    });
    const found = await this.loadRecords(externalIdsByModel);
    walks.forEach((walk, index) => {
      const step = targets[index];
      if (step == null) return;
      const values = found.get(`${step.target.id} ${step.externalId}`);
      if (values === undefined) {
        walk.result = noValue({
          kind: 'NO_RECORD',
          field: step.label,
          model: step.target.label,
          externalId: step.externalId,
        });
        return;
      }
      walk.model = step.target;
      walk.values = values;
      walk.steps = walk.steps.slice(1);
    });
  }

  private async loadRecords(wanted: Map<string, Set<string>>): Promise<Map<string, RecordValues>> {
    const found = new Map<string, RecordValues>();
    for (const [modelId, externalIds] of wanted) {
      const rows = await this.database.query<{ external_id: string; field_values: RecordValues }>(
        'SELECT external_id, field_values FROM data_records WHERE model_id = $1 AND external_id = ANY($2)',
        [modelId, [...externalIds]],
      );
      for (const row of rows) found.set(`${modelId} ${row.external_id}`, row.field_values);
    }
    return found;
  }
}

function endAtValue(walk: Walk): void {
  const [key = '', ...rest] = walk.steps;
  const field = walk.model?.fields.find((candidate) => candidate.key === key);
  if (walk.model === undefined) walk.result = noValue({ kind: 'NO_MODEL' });
  else if (field === undefined) walk.result = noValue({ kind: 'NO_FIELD', model: walk.model.label, field: key });
  else if (field.type === 'RELATION' && rest.length === 0)
    walk.result = noValue({ kind: 'RECORD', field: field.label });
  else if (field.type !== 'RELATION' && rest.length > 0) walk.result = noValue({ kind: 'VALUE', field: field.label });
  else if (field.type !== 'RELATION') {
    const value = valueAs(field.type, walk.values[key]);
    const kind = walk.values[key] === undefined ? 'EMPTY' : 'UNREADABLE';
    walk.result = { type: field.type, value, problem: value === null ? { kind, field: field.label } : null };
  }
}

function noValue(problem: FieldProblem): ResolvedField {
  return { type: null, value: null, problem };
}
