import type { DataField, DataFieldType, DataModel } from './data-model.js';
import { because, type Because } from '../../../common/errors/because.js';

/** A way from a model to a field: `customer.name`, with its labels. */
export interface FieldPath {
  path: string;
  labels: string[];
  type: DataFieldType;
}

export type PathFault = 'UNKNOWN' | 'THROUGH_A_VALUE' | 'LOOP' | 'TOO_DEEP' | 'ENDS_AT_A_RELATION';
export type PathResult = { found: FieldPath } | { fault: PathFault; why: Because };

/** Steps of one path, its field included. */
export const MAX_PATH_LENGTH = 6;
const MAX_RESULTS = 500;

/** Follows a path to its field, or says by which fault it leads to none. Each relation may be followed once: no loops. */
export function followPath(models: readonly DataModel[], modelId: string, path: string): PathResult {
  const steps = path.split('.');
  let model = models.find(({ id }) => id === modelId);
  const labels: string[] = [];
  const followed = new Set<string>();
  if (steps.length > MAX_PATH_LENGTH) {
    return { fault: 'TOO_DEEP', why: because('PATH_TOO_LONG', { limit: MAX_PATH_LENGTH }) };
  }
  for (const [index, key] of steps.entries()) {
    const field: DataField | undefined = model?.fields.find((candidate) => candidate.key === key);
    if (model === undefined || field === undefined) {
      return {
        fault: 'UNKNOWN',
        why: because('PATH_FIELD_UNKNOWN', { model: model?.label ?? 'The model', step: index + 1 }),
      };
    }
    labels.push(field.label);
    const isLast = index === steps.length - 1;
    if (field.type !== 'RELATION') {
      if (isLast) return { found: { path, labels, type: field.type } };
      return { fault: 'THROUGH_A_VALUE', why: because('PATH_THROUGH_VALUE', { field: field.label }) };
    }
    const relation = `${model.key}.${key}`;
    if (followed.has(relation)) return { fault: 'LOOP', why: because('PATH_LOOP', { field: field.label }) };
    followed.add(relation);
    model = models.find((candidate) => candidate.key === field.relatesTo);
  }
  return { fault: 'ENDS_AT_A_RELATION', why: because('PATH_ENDS_AT_RECORD') };
}

export interface FieldSearch {
  query: string | null;
  /** A path to a relation: only what comes after it. */
  under: string | null;
  /** Null: all. */
  types: readonly DataFieldType[] | null;
  /** How many levels are searched. */
  depth: number;
}

/** Fields that match, nearest first. The paths begin at the model, also with `under`. */
export function searchPaths(models: readonly DataModel[], modelId: string, search: FieldSearch): FieldPath[] {
  const root = models.find(({ id }) => id === modelId);
  const start = root === undefined ? null : branchUnder(models, root, search.under);
  if (start === null) return [];
  const found: FieldPath[] = [];
  let level = [start];
  for (let depth = 0; depth < Math.min(search.depth, MAX_PATH_LENGTH) && level.length > 0; depth += 1) {
    const next: Branch[] = [];
    for (const { model, path, labels, followed } of level) {
      for (const field of model.fields) {
        const here: FieldPath = {
          path: [...path, field.key].join('.'),
          labels: [...labels, field.label],
          type: field.type,
        };
        if (matches(field, search)) found.push(here);
        if (found.length === MAX_RESULTS) return found;
        const relation = `${model.key}.${field.key}`;
        const target = models.find(({ key }) => field.type === 'RELATION' && key === field.relatesTo);
        if (target === undefined || followed.has(relation)) continue;
        next.push({
          model: target,
          path: [...path, field.key],
          labels: here.labels,
          followed: new Set([...followed, relation]),
        });
      }
    }
    level = next;
  }
  return found;
}

interface Branch {
  model: DataModel;
  path: string[];
  labels: string[];
  followed: ReadonlySet<string>;
}

function branchUnder(models: readonly DataModel[], root: DataModel, under: string | null): Branch | null {
  let current: Branch = { model: root, path: [], labels: [], followed: new Set() };
  for (const key of under === null || under === '' ? [] : under.split('.')) {
    const field = current.model.fields.find((candidate) => candidate.key === key && candidate.type === 'RELATION');
    const target = models.find((candidate) => candidate.key === field?.relatesTo);
    if (field === undefined || target === undefined) return null;
    current = {
      model: target,
      path: [...current.path, key],
      labels: [...current.labels, field.label],
      followed: new Set([...current.followed, `${current.model.key}.${key}`]),
    };
  }
  return current;
}

function matches(field: DataField, { query, types }: FieldSearch): boolean {
  if (types !== null && !types.includes(field.type)) return false;
  if (query === null || query.trim() === '') return true;
  const wanted = foldCase(query.trim());
  return foldCase(field.label).includes(wanted) || foldCase(field.key).includes(wanted);
}

/** Without case and accents. */
function foldCase(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
