import { expect, it } from "vitest";
import { clientFrom, type Description } from "../../tools/client.ts";
import { world } from "./world.ts";

it("[A75] the TypeScript client is what the description of the API makes (`vitest --project http -u` makes it anew)", async () => {
  const { body } = await world().ask("GET", "/openapi.json");
  const made = clientFrom(body as unknown as Description);
  await expect(made).toMatchFileSnapshot("../../clients/typescript/src/generated.ts");
});
