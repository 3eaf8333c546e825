import { startSimulator } from '../../src/simulator/simulator.js';
import { populateDemoWorld } from '../../src/simulator/world/demo-world.js';

/** In place of Meta: the simulated one, at port 4000 of its container. */
const { world } = await startSimulator(4000, '0.0.0.0');
populateDemoWorld(world);
