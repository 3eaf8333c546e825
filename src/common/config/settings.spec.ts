import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config.js';
import type { Setting } from './setting.js';
import { ConfigError } from './read-settings.js';
import { SETTINGS } from './settings.js';

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

  it('says of a setting that is wrong what is wrong, and not that it is missing as well', () => {
    const read = () => readConfig({ NODE_ENV: 'production', SECRET_KEY: 'changeme', PUBLIC_URL: 'parley' });
    expect(read).toThrow('SECRET_KEY must be 32 bytes in base64, and is 6');
    expect(read).not.toThrow(/(SECRET_KEY|PUBLIC_URL) is required/);
  });

  it('takes origins and proxies that are some, and names those that are none', () => {
    const config = readConfig({
      CORS_ORIGINS: 'https://app.example.com/, http://localhost:5173',
      TRUSTED_PROXIES: 'loopback, 10.0.0.0/8, 2001:db8::/32, 203.0.113.7',
    });
    expect(config.get('CORS_ORIGINS')).toEqual(['https://app.example.com', 'http://localhost:5173']);
    expect(config.get('TRUSTED_PROXIES')).toHaveLength(4);
    for (const origin of ['*', 'app.example.com', 'https://app.example.com/path', 'ftp://app.example.com'])
      expect(() => readConfig({ CORS_ORIGINS: origin })).toThrow(`CORS_ORIGINS must name origins`);
    for (const proxy of ['proxy.example.com', '10.0.0.0/33', '10.0.0.0/', '300.1.1.1', '*'])
      expect(() => readConfig({ TRUSTED_PROXIES: proxy })).toThrow(`and ${proxy} is none of them`);
  });

  it('takes secrets from files, and says what is wrong with them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-secrets-'));
    const [good, empty] = [join(folder, 'good'), join(folder, 'empty')];
    writeFileSync(good, 'postgres://parley:secret@database/parley\n');
    writeFileSync(empty, '\n');
    expect(readConfig({ DATABASE_URL_FILE: good }).get('DATABASE_URL')).toBe(
      'postgres://parley:secret@database/parley',
    );
    const read = () =>
      readConfig({
        DATABASE_URL: 'postgres://other/parley',
        DATABASE_URL_FILE: good,
        REDIS_URL_FILE: join(folder, 'missing'),
        ADMIN_PASSWORD_FILE: empty,
        S3_SECRET_ACCESS_KEY_FILE: folder,
        PORT_FILE: good,
      });
    expect(read).toThrow('DATABASE_URL and DATABASE_URL_FILE are both set: leave one of them out.');
    expect(read).toThrow(
      `REDIS_URL cannot be read from ${join(folder, 'missing')}, which REDIS_URL_FILE names (ENOENT).`,
    );
    expect(read).toThrow(`ADMIN_PASSWORD is empty in ${empty}, which ADMIN_PASSWORD_FILE names.`);
    expect(read).toThrow('S3_SECRET_ACCESS_KEY cannot be read');
    expect(read).not.toThrow('PORT');
    rmSync(folder, { recursive: true });
  });

  it('is described by .env.example, setting by setting', () => {
    const lines = readFileSync('.env.example', 'utf8').trim().split('\n');
    const expected = Object.entries<Setting<unknown>>(SETTINGS).flatMap(
      ([name, { description, example, isSecret = false }]) => [
        `# ${description}`,
        `#${name}=${example}`,
        ...(isSecret ? [`#${name}_FILE=/run/secrets/${name.toLowerCase()}`] : []),
        '',
      ],
    );
    expect(lines).toEqual(expected.slice(0, -1));
  });
});
