import { populateDemoWorld } from '../src/simulator/world/demo-world.js';
import { startSimulator } from '../src/simulator/simulator.js';
import { Target } from '../fuzz/target.js';
import { rehearse } from './setup/rehearse.js';

/**
 * `npm run setup-rehearsal` walks docs/meta-setup.md against a simulated Meta and a Parley of its own, both of which end
 * with it: each fault of each step is switched on, what Parley says to it is printed (check, message, remedy, page), and
 * it is mended again. Ends with 1 where something is not told, or is not well afterwards.
 */
const simulator = await startSimulator(0);
populateDemoWorld(simulator.world);
const target = await Target.start(simulator.url, undefined);
const ask = (query: string, variables?: object): Promise<Record<string, unknown>> => target.ask(query, variables);
try {
  await ask('mutation ($id: ID!) { subscribeWebhooks(input: { accountId: $id }) { errors { message } } }', {
    id: target.accountId,
  });
  const told = await rehearse({
    simulator,
    ask,
    accountId: target.accountId,
    print: (line) => process.stdout.write(`${line}\n`),
  });
  const bad = told.filter(({ by, remedy, isMended }) => by.endsWith('PASSED') || remedy === '' || !isMended);
  process.stdout.write(
    `\n${told.length} faults, ${bad.length === 0 ? 'each told and mended' : `NOT GOOD: ${bad.map(({ what }) => what).join('; ')}`}.\n`,
  );
  process.exitCode = bad.length === 0 ? 0 : 1;
} finally {
  await target.stop();
  await simulator.close();
}
