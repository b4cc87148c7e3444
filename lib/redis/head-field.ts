/**
 * The field of the documents' hash with a copy of the head, which reveals whether one of the two keys was lost or
 * reset.
 */
export const HEAD_FIELD = 'head'; // not the name of a document, which always has a colon
