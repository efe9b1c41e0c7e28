// One build for everything under out/: main (Electron's entry, the command line, the bridge), preload, renderer.
// Dependencies are bundled, so that what is shipped needs no node_modules.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { asciiSource } from './scripts/build/ascii-source.ts';

export default defineConfig({
  main: {
    plugins: [asciiSource()],
    build: {
      externalizeDeps: false,
      // The command line runs on any Node that package.json's `engines` allows.
      target: 'node20',
      rollupOptions: {
        input: { index: 'src/main/index.ts', cli: 'src/main/cli.ts' },
        external: ['electron'],
        // CommonJS packages within ask for Node's own modules; Rolldown gives them `createRequire` for that.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'src/main/shell/preload.ts' },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      // The browser console is opened by any current browser, not by Electron's Chromium alone.
      target: 'es2023',
      cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
      minify: true,
      rollupOptions: { input: { index: 'src/renderer/index.html' } },
    },
  },
});
