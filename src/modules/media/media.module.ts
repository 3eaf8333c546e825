import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WhatsappModule } from '../../whatsapp/whatsapp.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { UsersModule } from '../users/users.module.js';
import { MediaLinks } from './media-links.js';
import { FetchMediaService } from './fetch-media.service.js';
import { InboundMediaService } from './inbound-media.service.js';
import { MEDIA_STORE } from './store/media-store.provider.js';
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

/** Files: uploaded by colleagues, fetched from Meta, shown by signed links, given to Meta. */
@Module({
  imports: [TypeOrmModule.forFeature([MediaEntity]), WhatsappModule, AccountsModule, UsersModule],
  controllers: [MediaController],
  providers: [
    // files and their bytes
    MediaService,
    MEDIA_STORE,
    EraseMediaService,
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
export class MediaModule {}
