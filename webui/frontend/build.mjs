// Bundles the browser assets into ../static/build with hashed names, and writes manifest.json: source name -> files.
import { build } from 'esbuild';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { compile } from 'sass';

const OUTPUT = '../static/build';

const sass = {
  name: 'sass',
  setup(bundle) {
    bundle.onLoad({ filter: /\.scss$/ }, ({ path }) => ({
      contents: compile(path, { loadPaths: ['node_modules'], quietDeps: true, style: 'compressed' }).css,
      loader: 'css',
      resolveDir: dirname(path),
    }));
  },
};

rmSync(OUTPUT, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: readdirSync('src').filter((name) => /\.(js|scss)$/.test(name) && !name.startsWith('_')).map((name) => `src/${name}`),
  outdir: OUTPUT,
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
  loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'file', '.eot': 'file', '.svg': 'file' },
  plugins: [sass],
});

const manifest = {};
for (const [file, { entryPoint, cssBundle }] of Object.entries(metafile.outputs)) {
  if (!entryPoint) continue;
  const name = entryPoint.replace(/^src\//, '').replace(/\.scss$/, '.css');
  manifest[name] = file.replace(`${OUTPUT}/`, '');
  if (cssBundle) manifest[name.replace(/\.js$/, '.css')] = cssBundle.replace(`${OUTPUT}/`, '');
}
writeFileSync(`${OUTPUT}/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
