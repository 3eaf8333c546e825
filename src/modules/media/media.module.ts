import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ReadinessService } from '../../common/health/readiness.service.js';
import { WhatsappModule } from '../../whatsapp/whatsapp.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { UsersModule } from '../users/users.module.js';
import { MediaMetrics } from './media-metrics.js';
import { MediaLinks } from './media-links.js';
import { FetchMediaService } from './fetch-media.service.js';
import { InboundMediaService } from './inbound-media.service.js';
import { MEDIA_STORE } from './store/media-store.provider.js';
import { MediaStore } from './store/media-store.js';
import { MediaChanges } from './media-changes.js';
import { MediaController } from './media.controller.js';
import { MediaEntity } from './media.entity.js';
import { EraseMediaService } from './erase-media.service.js';
import { MediaResolver } from './media.resolver.js';
import { MediaService } from './media.service.js';
import { UploadToMetaService } from './upload-to-meta.service.js';

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    'media-wanted': true;
  }
}

const STORE_HOLDS_MS = 2_000;

/** Files: uploaded by colleagues, fetched from Meta, shown by signed links, given to Meta. */
@Module({
  imports: [TypeOrmModule.forFeature([MediaEntity]), WhatsappModule, AccountsModule, UsersModule],
  controllers: [MediaController],
  providers: [
    // files and their bytes
    MediaService,
    MEDIA_STORE,
    EraseMediaService,
    MediaMetrics,
    // shown
    MediaLinks,
    MediaResolver,
    // fetched from Meta
    InboundMediaService,
    FetchMediaService,
    MediaChanges,
    // uploaded to Meta
    UploadToMetaService,
  ],
  exports: [InboundMediaService, MediaChanges, MediaLinks, MediaService, UploadToMetaService],
})
export class MediaModule implements OnModuleInit {
  constructor(
    private readonly store: MediaStore,
    private readonly media: MediaService,
    private readonly readiness: ReadinessService,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.store.prepare(!(await this.media.hasStored()));
    this.readiness.register({
      name: 'MEDIA_STORE',
      findProblem: () => this.store.findProblem(),
      holdsForMs: STORE_HOLDS_MS,
    });
  }
}
