/** A statement was not sent, because all connections of a pool were in use. */
export class UnsentStatementError extends Error {}
