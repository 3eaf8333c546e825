import { join } from 'node:path';
import type { Provider } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { FileMediaStore } from './file-media-store.js';
import { MediaStore } from './media-store.js';

/** The store that the configuration asks for. What speaks S3 is loaded only where it is used. */
export const MEDIA_STORE: Provider = {
  provide: MediaStore,
  inject: [Config],
  useFactory: async (config: Config): Promise<MediaStore> => {
    const directory = join(config.dataDirectory, 'media');
    const bucket = config.get('S3_BUCKET');
    if (bucket === null) return new FileMediaStore(directory);
    const { S3MediaStore } = await import('./s3-media-store.js');
    const [accessKeyId, secretAccessKey] = [config.get('S3_ACCESS_KEY_ID'), config.get('S3_SECRET_ACCESS_KEY')];
    return new S3MediaStore({
      bucket,
      region: config.get('S3_REGION'),
      endpoint: config.get('S3_ENDPOINT'),
      credentials: accessKeyId === null || secretAccessKey === null ? null : { accessKeyId, secretAccessKey },
      workDirectory: directory,
    });
  },
};
