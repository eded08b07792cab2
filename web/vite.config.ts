import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One HTML file a page. The edge app serves `/operator` from `operator.html`, and so on. */
export default defineConfig({
  root: here("."),
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: here("../dist/web"),
    emptyOutDir: true,
    // The pages are served under `default-src 'self'`: a data: address would be refused.
    assetsInlineLimit: 0,
    // livekit-client is a single 500 kB chunk that splitting would not make smaller.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: ["index.html", "operator.html", "call.html", "supervisor.html", "admin.html"].map(here),
    },
  },
});
