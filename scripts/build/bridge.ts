// Builds the bridge into one file that needs nothing beside it: it is copied to where clients can start it.
import path from 'node:path';
import { build } from 'vite';
import { inProject, projectRoot } from '../project.ts';
import { asciiSource } from './ascii-source.ts';

/** Rejects with the bundler's error. */
export async function buildBridge(file: string): Promise<void> {
  await build({
    root: projectRoot,
    configFile: false,
    plugins: [asciiSource()],
    logLevel: 'warn',
    build: {
      ssr: inProject('src', 'main', 'bridge.ts'),
      target: 'node20',
      outDir: path.dirname(file),
      emptyOutDir: false,
      minify: true,
      rollupOptions: {
        output: { format: 'es', entryFileNames: path.basename(file), codeSplitting: false },
      },
    },
    ssr: { noExternal: true },
  });
}
