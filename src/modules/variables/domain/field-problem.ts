/** Why a path leads to no value on a record, with the labels that people know. */
export type FieldProblem =
  | { kind: 'EMPTY' | 'UNREADABLE' | 'RECORD' | 'VALUE'; field: string }
  | { kind: 'NO_MODEL' }
  | { kind: 'NO_FIELD'; model: string; field: string }
  | { kind: 'NO_RECORD'; field: string; model: string; externalId: string };
