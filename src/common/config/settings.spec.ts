import { readFileSync } from 'node:fs';
import { readConfig } from './config.js';
import { ConfigError, SETTINGS } from './settings.js';

describe('The configuration', () => {
  it('needs nothing outside production', () => {
    const config = readConfig({});
    expect([config.get('PORT'), config.isDemo, config.publicUrl]).toEqual([3000, true, 'http://localhost:3000']);
  });

  it('names everything that is missing or wrong, at once', () => {
    const read = () =>
      readConfig({
        NODE_ENV: 'production',
        PORT: 'many',
        DATABASE_URL: 'mysql://x',
        ROLE: 'boss',
        SECRET_KEYS_OLD: 'short',
      });
    expect(read).toThrow(ConfigError);
    for (const name of ['PORT', 'DATABASE_URL', 'ROLE', 'SECRET_KEYS_OLD', 'SECRET_KEY', 'PUBLIC_URL'])
      expect(read).toThrow(new RegExp(`- ${name} `));
  });

  it('is described by .env.example, setting by setting', () => {
    const lines = readFileSync('.env.example', 'utf8').trim().split('\n');
    const expected = Object.entries(SETTINGS).flatMap(([name, { description, example }]) => [
      `# ${description}`,
      `#${name}=${example}`,
      '',
    ]);
    expect(lines).toEqual(expected.slice(0, -1));
  });
});
