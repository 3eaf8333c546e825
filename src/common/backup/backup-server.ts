import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { LocalRequests } from '../data-directory/local-requests.js';
import { writeBackup } from './write-backup.js';

/** What `npm run backup` asks the running process for. */
export const BACKUP_REQUEST = 'backup';

/** Backups of the running process: streamed to the command that asks, which writes them where it likes. */
@Injectable()
export class BackupServer implements OnApplicationBootstrap {
  private readonly logger = new Logger(BackupServer.name);

  constructor(
    private readonly config: Config,
    private readonly dataSource: DataSource,
    private readonly requests: LocalRequests,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.get('DATABASE_URL') === null)
      this.requests.answer(BACKUP_REQUEST, (socket) => void this.send(socket));
  }

  private async send(socket: Socket): Promise<void> {
    const { dataSource } = this;
    const source = { directory: this.config.dataDirectory, dataSource, bucket: this.config.get('S3_BUCKET') };
    try {
      await pipeline(Readable.from(writeBackup(source), { objectMode: false }), socket);
      this.logger.log('A backup was taken.');
    } catch (error) {
      this.logger.error(`A backup broke off (${(error as Error).message}).`);
      socket.destroy();
    }
  }
}
