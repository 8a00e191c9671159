/** Where people type the code that a device shows. */
export const devicePath = '/device';
