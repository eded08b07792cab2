/** `./acd build`: dist/worker.js and dist/web, for a server of one's own or for Cloudflare. */
import { resolve } from "node:path";
import { progressTo } from "./progress.ts";
import { build } from "./steps/build.ts";

await progressTo(console.log).step("Edge app and pages built", () => build(resolve(import.meta.dirname, "..")));
