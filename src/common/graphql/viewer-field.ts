/** Viewer as far as a value may depend on who looks. */
export interface ViewerIdentity {
  kind: 'USER' | 'API_KEY';
  id: string;
}

/**
 * Viewer field: one whose value differs from person to person of the same role. Its resolver asks `Loaders.loadFor`, so that a
 * subscription renders an event once, leaves the place open, and puts in what each viewer is shown.
 */
export interface ViewerField<Value> {
  /** Values for many viewers and keys in one go: a row a viewer, in it a value a key, both in order. */
  readonly valuesFor: (viewers: readonly ViewerIdentity[], keys: readonly string[]) => Promise<Value[][]>;
  /** Stands in the open place while an event is rendered; of the field's type, and never shown. */
  readonly placeholder: Value;
}
