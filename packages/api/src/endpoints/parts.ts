/** The query parameters and statuses that endpoints have in common. */
export const listQuery = ['fields', '$top', '$skip', 'orderBy', 'query'] as const;
export const filteredQuery = ['fields', '$top', '$skip', 'orderBy', 'filter'] as const;
/** Of lists that belong to one object: a window, and no order or filter of the caller's. */
export const pageQuery = ['fields', '$top', '$skip'] as const;
export const assistQuery = ['fields', 'typed', 'caret'] as const;
export const entityQuery = ['fields'] as const;
export const createQuery = ['fields', 'failOnPermissionReduce'] as const;

export const readStatuses = [200, 400, 401, 403, 404, 503] as const;
export const listStatuses = [200, 400, 401, 403, 503] as const;
export const createStatuses = [200, 400, 401, 403, 409, 413, 415, 503] as const;
export const changeStatuses = [200, 400, 401, 403, 404, 413, 415, 503] as const;
/** Of deletions and other changes without a body. */
export const deleteStatuses = [200, 400, 401, 403, 404, 409, 503] as const;
/** Of changes that the state of things may stand in the way of. */
export const conflictStatuses = [200, 400, 401, 403, 404, 409, 413, 415, 503] as const;

export const self = 'the user; an administrator';
export const administrator = 'an administrator';
