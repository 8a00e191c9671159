/** What is answered while the store cannot be asked. */
export const unavailable = { error: 'temporarily_unavailable' };

export const retryAfterSeconds = '2';
