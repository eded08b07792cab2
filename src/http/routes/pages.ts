/** The pages and what they are made of, as the build left them. */
import type { Context } from "hono";
import type { Api } from "../api.ts";
import { liveKitSources, pageHeaders } from "../pageHeaders.ts";
import type { Ports } from "../ports.ts";

const pages: Readonly<Record<string, string>> = {
  "/": "/index.html",
  "/operator": "/operator.html",
  "/supervisor": "/supervisor.html",
  "/admin": "/admin.html",
  "/call": "/call.html",
};

/** workerd's disk service calls everything `application/octet-stream`. */
const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  wav: "audio/wav",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};

export function pageRoutes(api: Api, ports: Ports): void {
  const headers = pageHeaders(liveKitSources(ports.settings.liveKit.wsUrl));

  for (const [address, file] of Object.entries(pages)) {
    api.get(address, (c) => serve(c, file, { ...headers, "cache-control": "no-cache" }));
  }
  // Vite puts a hash of the content into these names: what a name means never changes.
  api.get("/assets/:file{.+}", (c) =>
    serve(c, c.req.path, { ...headers, "cache-control": "public, max-age=31536000, immutable" }),
  );
  api.get("/:file{[A-Za-z0-9_-]+\\.(?:ico|png|svg|txt|webmanifest)}", (c) =>
    serve(c, c.req.path, { ...headers, "cache-control": "public, max-age=3600" }),
  );

  async function serve(c: Context, file: string, more: Record<string, string>): Promise<Response> {
    const found = await fetchAsset(c.req.url, file);
    if (!found.ok || found.body === null) {
      await found.body?.cancel();
      return c.notFound();
    }
    const type = types[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
    return new Response(found.body, { headers: { ...more, "content-type": type } });
  }

  async function fetchAsset(base: string, file: string): Promise<Response> {
    const found = await ports.assets(new Request(new URL(file, base)));
    // Cloudflare's asset service leads from `/operator.html` to `/operator`, workerd's disk service knows the file's name only.
    const elsewhere = found.status >= 300 && found.status < 400 ? found.headers.get("location") : null;
    return elsewhere === null ? found : ports.assets(new Request(new URL(elsewhere, base)));
  }
}
