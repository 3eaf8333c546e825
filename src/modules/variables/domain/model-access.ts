/** Accounts that a model is limited to; none: it serves every account. */
export interface LimitedModel {
  accountIds: readonly string[];
}

/** Whether templates of an account may use the model and its records. */
export function isOpenTo(model: LimitedModel, accountId: string): boolean {
  return model.accountIds.length === 0 || model.accountIds.includes(accountId);
}

/** Whether somebody who works with these accounts (null: all) sees the model and its records, and may push some. */
export function mayUseModel(model: LimitedModel, visibleAccountIds: readonly string[] | null): boolean {
  return (
    visibleAccountIds === null ||
    model.accountIds.length === 0 ||
    model.accountIds.some((id) => visibleAccountIds.includes(id))
  );
}

/** Whether somebody may change or delete the model itself: only who works with every account that it serves. */
export function mayChangeModel(model: LimitedModel, visibleAccountIds: readonly string[] | null): boolean {
  return (
    visibleAccountIds === null ||
    (model.accountIds.length > 0 && model.accountIds.every((id) => visibleAccountIds.includes(id)))
  );
}
