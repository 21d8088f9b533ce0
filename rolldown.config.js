import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { defineConfig } from 'rolldown';

// Libraries look for these, and do without.
const OPTIONAL = ['bufferutil', 'pg-native', 'utf-8-validate', 'zlib-sync'];

/** Every chunk stands in one folder, as deep as the sources of adapters/, so that all find what lies beside it. */
const named = ({ facadeModuleId, name }) =>
  facadeModuleId && name === 'start' ? `adapters/${basename(dirname(facadeModuleId))}.js` : 'adapters/[name].js';

/** What the image runs: our code and the libraries it uses, in files that are loaded when they are needed. */
export default defineConfig({
  input: { main: 'adapters/main.ts', reading: 'adapters/reading.ts' },
  platform: 'node',
  external: OPTIONAL,
  checks: { eval: false },
  onLog(level, log, tell) {
    if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
    tell(level, log);
  },
  plugins: [{ name: 'licenses', generateBundle: keepLicenses }],
  output: {
    cleanDir: true,
    entryFileNames: 'adapters/[name].js',
    chunkFileNames: named,
    sourcemap: true,
    // Nothing is renamed, so that a stack trace can be read. Texts of one byte a letter take half the memory.
    comments: false,
    charset: 'ascii',
  },
});

/** The licences of the libraries within, as they ask for, beside the bundle. */
function keepLicenses(_, bundle) {
  const files = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds);
  const packages = files.flatMap((file) => file.match(/^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/) ?? []);
  const source = [...new Set(packages)].sort().map(licenseOf).join('\n');
  this.emitFile({ type: 'asset', fileName: 'LICENSES', source });
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  return [`${name} ${version} (${license})`, ...texts.map((file) => readFileSync(join(folder, file), 'utf8')), ''].join('\n\n');
}
