import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const themeScript = 'src/app/apply-theme.ts';

/**
 * The page runs under a policy without inline scripts, inline styles or `data:` addresses, so nothing is ever
 * written into it. Every address in it is relative: the server puts its own base path in front.
 */
export default defineConfig({
  base: './',
  plugins: [react(), applyThemeBeforePaint()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    // The first versions that know `light-dark()`, in which the themes are written, and operations on sets.
    target: ['chrome123', 'edge123', 'firefox127', 'safari17.5'],
    rolldownOptions: { input: { index: 'index.html', theme: themeScript } },
  },
});

/**
 * Puts the script that applies the chosen theme into the head, as a classic script: a module waits for the
 * whole page, and the page would show the other theme for a moment.
 */
function applyThemeBeforePaint(): Plugin {
  return {
    name: 'apply-theme-before-paint',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) => {
        const chunk = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'theme');
        const attrs =
          chunk === undefined ? { type: 'module', src: `/${themeScript}` } : { src: `./${chunk.fileName}` };
        return [{ tag: 'script', attrs, injectTo: 'head' }];
      },
    },
  };
}
