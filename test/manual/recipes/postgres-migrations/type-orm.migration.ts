import { postgresSql } from 'nestjs-feature-flags/postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FeatureFlags1796083200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(postgresSql({ from: 1, to: 1 }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA feature_flags CASCADE');
  }
}
