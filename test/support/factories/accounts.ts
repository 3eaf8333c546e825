import { DEMO } from '../../../src/simulator/world/demo-world.js';
import type { CreateAccountInput } from '../../generated/graphql.js';

/** The account that the simulated Meta has. */
export function anAccount(changes: Partial<CreateAccountInput> = {}): CreateAccountInput {
  const { appId, appSecret, accessToken, phoneNumberId, whatsappAccountId } = DEMO;
  return {
    name: 'Lucky Garden',
    accountId: whatsappAccountId,
    appId,
    appSecret,
    accessToken,
    phoneNumberId,
    ...changes,
  };
}
