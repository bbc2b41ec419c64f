import { existsSync, readFileSync } from 'node:fs';
import type nodeModules from 'node:module';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { Script } from 'node:vm';

/** A file of the built program, compiled. */
interface Compiled {
  readonly script: Script;
  readonly exports: unknown;
}

type Wrapper = (
  exports: unknown,
  require: (name: string) => unknown,
  module: { exports: unknown },
  filename: string,
  directory: string,
) => void;

/** The extension of what V8 made of a file when the program was built: no other version can use it. */
const cacheExtension = `.${process.versions.v8}-${process.arch}.cache`;

/** What newer versions of Node have. */
type NodeModules = typeof nodeModules & { enableCompileCache?: (folder: string) => unknown };

/**
 * Loads the other files of the built program, each with what V8 made of it at build time where that fits the runtime:
 * compiling them again takes a third of a command's time. If the cache does not match, V8 rejects it and compiles.
 */
export class CompiledFiles {
  readonly #directory: string;
  readonly #native: NodeJS.Require;
  readonly #compiled = new Map<string, Compiled>();

  /** `main` is the built file that was started by Node itself, `native` its `require`: node:module takes a millisecond to load. */
  constructor(main: string, native: NodeJS.Require) {
    this.#directory = dirname(main);
    this.#native = native;
  }

  /**
   * What the file exports that requires all others. Where another version of Node has built the program, Node loads them, and
   * keeps what it compiles in a folder of the user's own, as others could put something there in a shared one.
   */
  first(name: string, env: NodeJS.ProcessEnv): unknown {
    const folder = cacheFolder(env);
    if (folder === undefined || existsSync(join(this.#directory, name + cacheExtension)))
      return this.require(name);
    const { enableCompileCache }: NodeModules = this.#native('node:module');
    if (enableCompileCache === undefined) return this.require(name);
    enableCompileCache(folder);
    return this.#native(name);
  }

  /** What a file beside this one exports, by its name as it is imported: `./whole.js`. */
  readonly require = (name: string): unknown => {
    if (!/^\.\/[^/]+\.js$/.test(name)) return this.#native(name);
    return (this.#compiled.get(name) ?? this.#load(name)).exports;
  };

  #load(name: string): Compiled {
    const filename = join(this.#directory, name);
    const source = readFileSync(filename, 'latin1');
    const cachedData = readIfThere(filename + cacheExtension);
    const script = new Script(source, cachedData === undefined ? { filename } : { filename, cachedData });
    const module: { exports: unknown } = { exports: {} };
    // What the build has every such file evaluate to, so that its text need not be copied to be wrapped.
    const run = script.runInThisContext() as Wrapper;
    run(module.exports, this.require, module, filename, this.#directory);
    const compiled = { script, exports: module.exports };
    this.#compiled.set(name, compiled);
    return compiled;
  }

  /** For the build: what V8 has made so far of each file loaded, functions that have run included. */
  *caches(): Generator<{ readonly file: string; readonly bytes: Buffer }> {
    for (const [name, { script }] of this.#compiled) {
      yield { file: basename(name) + cacheExtension, bytes: script.createCachedData() };
    }
  }
}

/** Where programs keep what they can make again; undefined where the user has no such place. */
function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA, HOME = '' }: NodeJS.ProcessEnv): string | undefined {
  const caches = [XDG_CACHE_HOME, LOCALAPPDATA, join(HOME, '.cache')];
  const folder = caches.find((path) => path !== undefined && isAbsolute(path));
  return folder === undefined ? undefined : join(folder, 'stockbook');
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
