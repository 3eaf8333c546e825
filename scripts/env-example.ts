import { writeFileSync } from 'node:fs';
import type { Setting } from '../src/common/config/setting.js';
import { SETTINGS } from '../src/common/config/settings.js';

// `npm run env-example`: writes .env.example from the table of settings.
const entries = Object.entries<Setting<unknown>>(SETTINGS).map(
  ([name, { description, example, isSecret = false }]) =>
    `# ${description}\n#${name}=${example}\n${isSecret ? `#${name}_FILE=/run/secrets/${name.toLowerCase()}\n` : ''}`,
);
writeFileSync('.env.example', entries.join('\n'));
