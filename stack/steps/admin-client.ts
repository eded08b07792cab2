/** The edge app's admin API, as far as setting up demo data needs it. */
import { Trouble } from "../trouble.ts";

export interface AdminClient {
  exists(path: string): Promise<boolean>;
  put(path: string, body: object): Promise<void>;
  /** @returns the answer, parsed from JSON */
  post(path: string, body: object): Promise<unknown>;
}

/** @param url without a slash at the end. Every refusal is thrown as Trouble with the API's own words. */
export function adminClient(url: string, key: string): AdminClient {
  const call = async (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
  const demand = async (method: string, path: string, body: object): Promise<string> => {
    const response = await call(method, path, body);
    const words = await response.text();
    if (!response.ok) throw new Trouble(`${method} /v1${path} was answered ${response.status}: ${words.slice(0, 500)}`);
    return words;
  };
  return {
    async exists(path) {
      const response = await call("GET", path);
      const words = await response.text();
      if (response.ok) return true;
      if (response.status === 404) return false;
      throw new Trouble(`GET /v1${path} was answered ${response.status}: ${words.slice(0, 500)}`);
    },
    put: async (path, body) => void (await demand("PUT", path, body)),
    post: async (path, body) => JSON.parse(await demand("POST", path, body)) as unknown,
  };
}
