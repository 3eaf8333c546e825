import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WhatsappModule } from '../../whatsapp/whatsapp.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MediaModule } from '../media/media.module.js';
import { UsersModule } from '../users/users.module.js';
import { ConversationalResolver } from './conversational/conversational.resolver.js';
import { ConversationalService } from './conversational/conversational.service.js';
import { NumberAtMetaService } from './number-at-meta.service.js';
import { ProfilePictureService } from './profile/profile-picture.service.js';
import { ProfileResolver } from './profile/profile.resolver.js';
import { ProfileService } from './profile/profile.service.js';
import { QrCodesResolver } from './qr-codes/qr-codes.resolver.js';
import { QrCodesService } from './qr-codes/qr-codes.service.js';
import { PinGuardService } from './registration/pin-guard.service.js';
import { PinRefusalEntity } from './registration/pin-refusal.entity.js';
import { RegistrationResolver } from './registration/registration.resolver.js';
import { RegistrationService } from './registration/registration.service.js';

/** The life of business phone numbers at Meta: registration, profile, QR codes, greetings, display name. */
@Module({
  imports: [TypeOrmModule.forFeature([PinRefusalEntity]), WhatsappModule, AccountsModule, MediaModule, UsersModule],
  providers: [
    NumberAtMetaService,
    // registration
    PinGuardService,
    RegistrationResolver,
    RegistrationService,
    // business profile
    ProfilePictureService,
    ProfileResolver,
    ProfileService,
    // QR codes
    QrCodesResolver,
    QrCodesService,
    // conversational components
    ConversationalResolver,
    ConversationalService,
  ],
})
export class NumbersModule {}
