import type { ViewerQuery } from '../generated/graphql';

/** A business number that the viewer works with. */
export interface OwnNumber {
  id: string;
  accountId: string;
  /** Name and number, for a person to choose by. */
  label: string;
}

/** Of all accounts, in their order. */
export function ownNumbers(accounts: ViewerQuery['accounts']): OwnNumber[] {
  return accounts.flatMap(({ id: accountId, name, phoneNumbers }) =>
    phoneNumbers.map(({ id, displayPhoneNumber, verifiedName }) => ({
      id,
      accountId,
      label: `${verifiedName ?? name} · ${displayPhoneNumber ?? ''}`,
    })),
  );
}
