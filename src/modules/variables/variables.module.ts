import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { UsersModule } from '../users/users.module.js';
import { DataModelEntity } from './data-model.entity.js';
import { DataFieldsResolver, DataModelsResolver } from './data-models.resolver.js';
import { DataModelsService } from './data-models.service.js';
import { DataRecordEntity } from './data-record.entity.js';
import { PersonRecordsService } from './person-records.service.js';
import { MatchingRecordsService } from './filters/matching-records.service.js';
import { RecordFiltersService } from './filters/record-filters.service.js';
import { RecordErasure } from './record-erasure.js';
import { RecordsResolver } from './records.resolver.js';
import { RecordsService } from './records.service.js';
import { ResolveFieldsService } from './resolve-fields.service.js';
import { RecordNodes } from './record-nodes.js';

/** Variables: the data models and records that templates are filled in from, and the paths to their fields. */
@Module({
  imports: [TypeOrmModule.forFeature([DataModelEntity, DataRecordEntity]), AccountsModule, UsersModule],
  providers: [
    RecordNodes,
    // models and their fields
    DataFieldsResolver,
    DataModelsResolver,
    DataModelsService,
    // records and their values
    RecordsResolver,
    RecordsService,
    RecordFiltersService,
    MatchingRecordsService,
    PersonRecordsService,
    RecordErasure,
    ResolveFieldsService,
  ],
  exports: [
    DataModelsService,
    MatchingRecordsService,
    PersonRecordsService,
    RecordFiltersService,
    RecordsService,
    ResolveFieldsService,
  ],
})
export class VariablesModule {}
