import { MethodRecords } from './method-records.js';

/** The keys of the flags that the decorators of a method, or of its parameters, refer to. */
export const methodFlags = new MethodRecords<string>('flags of a method');
