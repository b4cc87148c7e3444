import { FlagManager } from 'nestjs-feature-flags';
import required from './required.cjs';

if (FlagManager !== required.FlagManager) throw new Error('the bundle holds two copies of the library');
