import { writeFileSync } from 'node:fs';
import { SETTINGS } from '../src/common/config/settings.js';

// `npm run env-example`: writes .env.example from the table of settings.
const entries = Object.entries(SETTINGS).map(
  ([name, { description, example }]) => `# ${description}\n#${name}=${example}\n`,
);
writeFileSync('.env.example', entries.join('\n'));
