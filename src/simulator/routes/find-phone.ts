import type { SimPhone, SimWorld } from '../world/world.js';
import { found } from './control-input.js';

/** Finds a number of the business by its id, or the first where no id is given. @throws ControlError (404) */
export function phoneFinder(world: SimWorld): (id: unknown) => SimPhone {
  return (id) => found(id === undefined ? [...world.phones.values()][0] : world.phones.get(String(id)), 'phone number');
}
