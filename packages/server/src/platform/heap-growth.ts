import { setFlagsFromString } from 'node:v8';

/**
 * The heap may grow to twice what was in use when it was last cleared of rubbish. By itself V8 lets it grow to four
 * times that on a machine with much memory, and a stream of credentials that are met once fills whatever it may. No rate
 * is gained by that, and the memory is missed by whatever else runs on the host.
 */
setFlagsFromString('--heap-growing-percent=100');
