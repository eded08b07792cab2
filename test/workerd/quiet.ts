/**
 * Nobody is left when a file's tests are over. An actor with an alarm would live on, and whatever it then writes into its log may never reach
 * the runner, which waits for every line of it before it lets the file end.
 */
import { reset } from "cloudflare:test";
import { afterAll } from "vitest";

afterAll(() => reset());
