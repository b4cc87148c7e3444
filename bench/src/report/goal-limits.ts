/**
 * The limits of the goals. Ratios are medians within one run, and counts are exact: neither depends on the machine. A limit
 * is in milliseconds or microseconds if there is nothing to compare with in the same run.
 */
export const GoalLimits = {
  /** `isEnabled` and `getVariant` with an explicit context. */
  answer: {
    /** Multiple of the floor, in each case. */
    overFloor: 1.4,
    /** Multiple of the floor with attributes, of which the library reads only own properties. */
    attributesOverFloor: 2,
    /** How many times faster than the fastest peer, each case. */
    overPeer: 4.5,
    /** The same over all cases, as geometric mean. */
    overPeers: 13,
    /** How many nanoseconds the ambient context may add. */
    ambientNanoseconds: 60,
    /** `evaluate()`, as a multiple of `isEnabled`. */
    record: 3,
    /** How many nanoseconds it may take to find that a user was exposed before. */
    exposedNanoseconds: 100,
    /** How many nanoseconds it may take to count an answer for `getUsage()`. */
    countedNanoseconds: 10,
    /** How many nanoseconds telemetry may cost if it is not installed. */
    unobservedNanoseconds: 2,
    /** How many nanoseconds it may take to count an evaluation, and to find that there is no active span. */
    observedNanoseconds: 100,
  },
  /** All of 1,000 flags for one user, times the floor. */
  allFlags: { overFloor: 1.3 },
  /** Loading 10,000 flags, times the floor. */
  load: { fromText: 3, fromParsed: 2, heap: 1.4 },
  /** Loading 10,000 flags with five rules each, times a floor with the same rules. */
  loadWithRules: { fromText: 4, heap: 2 },
  /** One flag edited in a file of 10,000. */
  fileEdit: { blockedMilliseconds: 10, overJsonParse: 4 },
  /** One flag or override changed. */
  change: {
    /** The time among 100,000 flags, as a multiple of the time among 100. */
    manyOverFew: 1.5,
    blockedMilliseconds: 1,
    /** The number of flags that do not refer to it but are parsed, checked or compiled. */
    others: 0,
  },
  /** 10,000 definitions by `saveAll`. */
  bulk: { redisMilliseconds: 2000, memoryOverLoad: 3 },
  /** Booting with 10,000 flags from Redis, times reading and parsing the same bytes. */
  boot: { overReading: 3 },
  /** A store in Postgres. */
  postgres: {
    /** The 99th percentile of the time until other processes know a change, times that of polling every second. */
    overPolling: 0.05,
    /** Its median, times that of a client that listens and reads the log. */
    overListener: 2.5,
    /** A page of a long log by key, actor, action or time, times the newest page. */
    pageOverNewest: 10,
    /** Reading all documents, times selecting and parsing the same rows. */
    readOverSelect: 1.5,
    /** Appending one entry, times updating one row. */
    appendOverUpdate: 4,
  },
  /** Microseconds of CPU per request more than guards that return `true`, in an `AsyncLocalStorage.run`. */
  gates: { one: 0.3, five: 1 },
  /** An ungated route of an application that has registered the module. */
  module: {
    /** The share of the bare route's requests per second that it may lose without ambient context. */
    ungatedLoss: 0.01,
    /** Microseconds of server CPU per request more than a bare `AsyncLocalStorage.run`, with ambient context. */
    ambientMicroseconds: 1,
  },
  /** Bytes on the heap per call. The runtime itself allocates fewer; one object in every hundredth call is more. */
  memory: {
    answer: 0.1,
    /** One evaluation: header, properties, elements and six fields, 8 bytes each. */
    record: 9 * 8,
  },
} as const;
