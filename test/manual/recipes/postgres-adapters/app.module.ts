import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { PostgresStore } from 'nestjs-feature-flags/postgres';
import { DataSource } from 'typeorm';
import { typeOrmDatabase } from './type-orm.database.js';

@Module({
  imports: [
    // TypeOrmModule.forRoot({ … }), whose data source is injected below
    FeatureFlagsModule.forRootAsync({
      inject: [DataSource],
      useFactory: (dataSource: DataSource) => ({
        store: new PostgresStore({ database: typeOrmDatabase(dataSource), listen: process.env['DATABASE_URL'] }),
      }),
    }),
  ],
})
export class AppModule {}
