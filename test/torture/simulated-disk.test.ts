import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../src/store/json-file/files/files.ts';
import { Random } from './random.ts';
import { Crash, SimulatedDisk, sectorLength } from './simulated-disk.ts';

const text = (disk: SimulatedDisk, path: string) => disk.content(path)?.toString();

/** A file that is on disk, with its name. */
function fileOn(disk: SimulatedDisk, path: string, content: string): void {
  disk.meddle(path, Buffer.from(content));
}

function append(files: FileSystem, path: string, content: Uint8Array): number {
  const file = files.openToWrite(path);
  files.write(file, content, files.status(file).size);
  return file;
}

/** What is found after a power cut, over many seeds. */
function outcomes<T>(play: (disk: SimulatedDisk) => void, find: (disk: SimulatedDisk) => T): Set<T> {
  const found = new Set<T>();
  for (let seed = 1; seed <= 300; seed++) {
    const disk = new SimulatedDisk(new Random(seed));
    play(disk);
    disk.losePower();
    found.add(find(disk));
  }
  return found;
}

describe('what a power cut leaves', () => {
  it('is all that was synced, name and content', () => {
    const found = outcomes(
      (disk) => {
        const files = disk.start();
        const file = files.create('/a');
        files.write(file, Buffer.from('kept'), 0);
        files.sync(file);
        files.syncDirectory('/');
      },
      (disk) => text(disk, '/a'),
    );
    expect([...found]).toEqual(['kept']);
  });

  it('may lack a name whose directory was not synced', () => {
    const found = outcomes(
      (disk) => {
        const files = disk.start();
        files.sync(files.create('/a'));
      },
      (disk) => disk.content('/a') !== undefined,
    );
    expect(found).toEqual(new Set([true, false]));
  });

  it('is the old name, the new one, or never neither after a rename', () => {
    const found = outcomes(
      (disk) => {
        fileOn(disk, '/a', 'old');
        fileOn(disk, '/b', 'new');
        disk.start().rename('/b', '/a');
      },
      (disk) => `${text(disk, '/a')} ${text(disk, '/b')}`,
    );
    expect(found).toEqual(new Set(['old new', 'new undefined']));
  });

  it('may have a later name and not an earlier one', () => {
    const found = outcomes(
      (disk) => {
        const files = disk.start();
        files.close(files.create('/first'));
        files.close(files.create('/second'));
      },
      (disk) => `${disk.content('/first') !== undefined} ${disk.content('/second') !== undefined}`,
    );
    expect(found).toEqual(new Set(['true true', 'true false', 'false true', 'false false']));
  });

  it('tears an append at sectors: old, new or zeros in each, and any of the sizes', () => {
    const found = outcomes(
      (disk) => {
        fileOn(disk, '/a', 'o'.repeat(sectorLength - 1));
        append(disk.start(), '/a', Buffer.alloc(2 * sectorLength, 'n'));
      },
      (disk) => {
        const content = disk.content('/a') ?? Buffer.alloc(0);
        return [sectorLength - 1, sectorLength, 2 * sectorLength].map((at) => content[at] ?? '-').join(' ');
      },
    );
    const n = 'n'.charCodeAt(0);
    for (const each of ['- - -', `${n} ${n} ${n}`, `0 ${n} ${n}`, `${n} 0 ${n}`, `0 0 0`]) {
      expect(found).toContain(each);
    }
    expect(found.size).toBe(9);
  });

  it('may undo a cut that was not synced, or keep it', () => {
    const found = outcomes(
      (disk) => {
        fileOn(disk, '/a', 'abcdef');
        const files = disk.start();
        files.truncate(files.openToWrite('/a'), 3);
      },
      (disk) => text(disk, '/a'),
    );
    expect(found).toEqual(new Set(['abcdef', 'abc', 'abc\0\0\0']));
  });

  it('is nothing of what was in a directory whose own name is lost', () => {
    const found = outcomes(
      (disk) => {
        const files = disk.start();
        files.makeDirectory('/d');
        files.create('/d/a');
        files.syncDirectory('/d');
      },
      (disk) => `${disk.at('/d') !== undefined} ${disk.at('/d/a') !== undefined}`,
    );
    expect(found).toEqual(new Set(['true true', 'false false']));
  });
});

describe('a failing sync', () => {
  const failOnce = (disk: SimulatedDisk) => {
    fileOn(disk, '/a', 'old');
    const files = disk.start();
    const file = append(files, '/a', Buffer.from(' and new'));
    files.plan = (_, name) => (name === 'sync' ? { kind: 'error', code: 'EIO' } : undefined);
    expect(() => files.sync(file)).toThrow('EIO');
    files.plan = () => undefined;
    return { files, file };
  };

  it('drops pages, so that a second sync that succeeds proves nothing', () => {
    const found = outcomes(
      (disk) => {
        const { files, file } = failOnce(disk);
        files.sync(file);
        expect(text(disk, '/a')).toBe('old and new');
      },
      (disk) => text(disk, '/a'),
    );
    expect(found).toEqual(new Set(['old and new', 'old\0\0\0\0\0\0\0\0']));
  });

  it('does no harm to what is written again', () => {
    const found = outcomes(
      (disk) => {
        const { files, file } = failOnce(disk);
        files.write(file, Buffer.from('old and new'), 0);
        files.sync(file);
      },
      (disk) => text(disk, '/a'),
    );
    expect([...found]).toEqual(['old and new']);
  });
});

describe('a process', () => {
  it('that was killed leaves what it wrote, throws at everything, and frees its lock', () => {
    const disk = new SimulatedDisk(new Random(1));
    fileOn(disk, '/a', '');
    const [first, second] = [disk.start(), disk.start()];
    const file = append(first, '/a', Buffer.from('written'));
    expect(first.tryLock(file)).toBe(true);
    const other = second.openToWrite('/a');
    expect(second.tryLock(other)).toBe(false);
    first.plan = () => ({ kind: 'crash', when: 'before' });
    expect(() => first.sync(file)).toThrow(Crash);
    first.plan = () => undefined;
    expect(() => first.close(file)).toThrow(Crash);
    expect(() => first.pause()).toThrow(Crash);
    expect(second.tryLock(other)).toBe(true);
    expect(text(disk, '/a')).toBe('written');
  });

  it('that crashes in a write has written part of it', () => {
    const disk = new SimulatedDisk(new Random(1));
    fileOn(disk, '/a', '');
    const files = disk.start();
    const file = files.openToWrite('/a');
    files.plan = () => ({ kind: 'crash', when: 'middle', bytes: 3 });
    expect(() => files.write(file, Buffer.from('written'), 0)).toThrow(Crash);
    expect(text(disk, '/a')).toBe('wri');
  });

  it('frees its lock when it closes the file, even where closing fails', () => {
    const disk = new SimulatedDisk(new Random(1));
    fileOn(disk, '/a', '');
    const files = disk.start();
    const file = files.openToWrite('/a');
    expect(files.tryLock(file)).toBe(true);
    files.plan = () => ({ kind: 'error', code: 'EIO' });
    expect(() => files.close(file)).toThrow('EIO');
    files.plan = () => undefined;
    expect(files.tryLock(files.openToWrite('/a'))).toBe(true);
  });

  it('is told what the operating system would tell it', () => {
    const disk = new SimulatedDisk(new Random(1));
    const files = disk.start();
    fileOn(disk, '/a', 'abc');
    disk.plantSymbolicLink('/link');
    expect(() => files.openToRead('/b')).toThrow('ENOENT');
    expect(() => files.openToRead('/link')).toThrow('ELOOP');
    expect(() => files.create('/a')).toThrow('EEXIST');
    expect(() => files.create('/no/a')).toThrow('ENOENT');
    expect(() => files.link('/a', '/link')).toThrow('EEXIST');
    expect(() => files.write(files.openToRead('/a'), Buffer.from('x'), 0)).toThrow('EBADF');
    expect(files.statusOf('/link')?.kind).toBe('link');
    expect(files.statusOf('/b')).toBeUndefined();
    files.plan = (_, name) => (name === 'read' || name === 'write' ? { kind: 'short', bytes: 2 } : undefined);
    const file = files.openToWrite('/a');
    const into = Buffer.alloc(3);
    expect(files.read(file, into, 0)).toBe(2);
    expect(files.write(file, Buffer.from('xyz'), 0)).toBe(2);
    expect(text(disk, '/a')).toBe('xyc');
  });
});
