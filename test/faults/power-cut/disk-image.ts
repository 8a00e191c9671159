import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const fileSystems = ['xfs', 'ext4'] as const;
export type FileSystem = (typeof fileSystems)[number];

/** Below this mkfs.xfs refuses; the file is sparse, so little of it is ever on the real disk. */
const imageBytes = 320 * 1024 * 1024;

/**
 * A disk whose power can be cut: a file system in a file, mounted through a loop device. The shutdown request
 * stops the file system at once without writing out its log or any cached page, as when the machine loses
 * power; the next mount then recovers what had really reached the disk.
 */
export class DiskImage {
  readonly mountPoint: string;
  readonly #folder: string;
  readonly #file: string;
  readonly #atExit = () => this.destroy();
  #isMounted = false;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#file = join(folder, 'disk.img');
    this.mountPoint = join(folder, 'disk');
    process.once('exit', this.#atExit);
  }

  /** Makes an empty disk in the folder of temporary files and mounts it. */
  static async make(fileSystem: FileSystem): Promise<DiskImage> {
    const disk = new DiskImage(mkdtempSync(join(tmpdir(), 'countersign-disk-')));
    try {
      mkdirSync(disk.mountPoint);
      writeFileSync(disk.#file, '', { mode: 0o600 });
      truncateSync(disk.#file, imageBytes);
      await run(`mkfs.${fileSystem}`, ['-q', disk.#file]);
      await disk.mount();
      return disk;
    } catch (error) {
      disk.destroy();
      throw error;
    }
  }

  async mount(): Promise<void> {
    await run('mount', ['-o', 'loop', this.#file, this.mountPoint]);
    this.#isMounted = true;
  }

  async cutPower(): Promise<void> {
    await run('xfs_io', ['-x', '-c', 'shutdown', this.mountPoint]);
  }

  async unmount(): Promise<void> {
    if (!this.#isMounted) return;
    await run('umount', [this.mountPoint]);
    this.#isMounted = false;
  }

  /** Takes everything away, whatever state it is in. The loop device goes with the mount. */
  destroy(): void {
    process.off('exit', this.#atExit);
    if (this.#isMounted) spawnSync('umount', ['--lazy', this.mountPoint]);
    this.#isMounted = false;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Why power cuts cannot be simulated here, or nothing. */
export async function findObstacle(fileSystem: FileSystem): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'power cuts are simulated on Linux alone';
  if (process.getuid?.() !== 0) return 'mounting a disk image takes root';
  for (const [program, question] of [
    ['xfs_io', '-V'],
    [`mkfs.${fileSystem}`, '-V'],
    ['losetup', '--version'],
    ['mount', '--version'],
  ] as const) {
    const isThere = await run(program, [question]).then(
      () => true,
      () => false,
    );
    if (!isThere) return `${program} is not installed (on Debian: apt-get install xfsprogs e2fsprogs mount)`;
  }
  const device = await run('losetup', ['--find']).catch(() => undefined);
  return device === undefined ? 'there is no free loop device' : undefined;
}
