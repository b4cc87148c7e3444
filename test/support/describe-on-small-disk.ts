import { afterEach, beforeEach, describe, it } from '@jest/globals';
import { SmallDisk } from './small-disk.js';

/**
 * A suite, each test of which has a disk of one megabyte to fill. Where nothing can be mounted it is skipped and says so
 * in its title; with `REQUIRE_SERVICES=1` that is a failure.
 */
export function describeOnSmallDisk(title: string, body: (disk: () => SmallDisk) => void): void {
  const { isPossible } = SmallDisk;
  const describeIt = isPossible ? describe : describe['skip'];
  describeIt(isPossible ? title : `${title} (skipped: this process may not mount a file system)`, () => {
    let disk: SmallDisk | undefined;
    beforeEach(() => void (disk = SmallDisk.mount()));
    afterEach(() => disk?.unmount());
    body(() => {
      if (disk === undefined) throw new Error('the disk is not mounted');
      return disk;
    });
  });
  if (isPossible || process.env['REQUIRE_SERVICES'] !== '1') return;
  it(`mounts a file system, which REQUIRE_SERVICES=1 asks for`, () => {
    throw new Error(
      `Nothing can be mounted, so that "${title}" cannot run. Run it as root, or unset REQUIRE_SERVICES.`,
    );
  });
}
