import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsersModule } from '../users/users.module.js';
import { DataModelEntity } from './data-model.entity.js';
import { DataFieldsResolver, DataModelsResolver } from './data-models.resolver.js';
import { DataModelsService } from './data-models.service.js';
import { DataRecordEntity } from './data-record.entity.js';
import { RecordsResolver } from './records.resolver.js';
import { RecordsService } from './records.service.js';
import { ResolveFieldsService } from './resolve-fields.service.js';

/** What templates can be about: kinds of business records, the records, and the ways to their fields. */
@Module({
  imports: [TypeOrmModule.forFeature([DataModelEntity, DataRecordEntity]), UsersModule],
  providers: [
    DataFieldsResolver,
    DataModelsResolver,
    DataModelsService,
    RecordsResolver,
    RecordsService,
    ResolveFieldsService,
  ],
  exports: [DataModelsService, RecordsService, ResolveFieldsService],
})
export class VariablesModule {}
