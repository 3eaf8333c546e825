import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Resealing } from './resealing.service.js';
import { SecretBox } from './secret-box.js';

@Global()
@Module({
  providers: [
    {
      provide: SecretBox,
      inject: [Config],
      useFactory: (config: Config) => new SecretBox(currentKey(config), config.get('SECRET_KEYS_OLD')),
    },
    Resealing,
  ],
  exports: [SecretBox, Resealing],
})
export class SecretsModule {}

function currentKey(config: Config): Buffer {
  return config.get('SECRET_KEY') ?? generatedKey(config.dataDirectory);
}

/** Outside production only: a key made on the first run and kept beside the data. */
function generatedKey(directory: string): Buffer {
  const file = join(directory, 'secret.key');
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8'), 'base64');
}
