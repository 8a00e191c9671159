import process from 'node:process';

/**
 * What a program of ours needs of the environment whatever it is to do, and none of the settings of whoever runs the
 * tests. Where the run keeps what it compiled, the program finds it compiled.
 */
export function bareEnvironment(): Readonly<Record<string, string>> {
  const { PATH = '', NODE_COMPILE_CACHE: compiled } = process.env;
  return { PATH, ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }) };
}
