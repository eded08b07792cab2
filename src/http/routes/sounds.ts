/** Prompts and music: set up as everything else; what they sound like comes and goes by an address of its own. */
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { sameSecret } from "../../directory/password.ts";
import { largestSound, longestSound, soundTypes, soundUses, type SoundType } from "../../protocol/sound.ts";
import { looksLike } from "../../sounds/container.ts";
import { chunkSize, type SoundStore } from "../../sounds/port.ts";
import { chunksOf } from "../../sounds/chunks.ts";
import type { ApplicationId, SoundId } from "../../words/index.ts";
import { bearerOf, guard, note, outOfScope, unauthenticated } from "../access.ts";
import type { Api } from "../api.ts";
import * as fields from "../fields/index.ts";
import { hex } from "../hex.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { rangeOf } from "../range.ts";
import { collection, notModified } from "./resources.ts";

const path = "/v1/applications/{application}/sounds/{id}/audio";
const tags = ["Sounds"];
const params = z.object({ application: fields.applicationId, id: fields.soundId });
const bytes = z.string().meta({ format: "binary" });
const anySound = Object.fromEntries(soundTypes.map((type) => [type, { schema: bytes }]));

export function soundRoutes(api: Api, ports: Ports): void {
  collection(api, ports, {
    kind: "sound",
    path: "sounds",
    name: "Sound",
    names: "Sounds",
    one: "sound",
    tag: "Sounds",
    rights: { read: "sounds.read", write: "sounds.write" },
    about: "A prompt or music, for scenarios to name. What it sounds like is put to `…/audio`.",
    id: fields.soundId,
    body: fields.soundBody,
    resource: fields.sound,
    filters: {
      name: z.string().min(1).max(100).optional().meta({
        description: "Only those with this in the name, whatever its case.",
      }),
      use: z.enum(soundUses).optional().meta({ description: "Only prompts, or only music." }),
      state: fields.sound.shape.state.optional().meta({ description: "Only those in this state." }),
    },
    draft: (id, body) => ({ id, ...body }),
  });

  const found = async (application: ApplicationId, id: SoundId) => {
    const sound = await ports.directory(application).get("sound", id);
    if (sound === undefined) throw new Problem("not-found", `There is no sound "${id}".`);
    return sound;
  };

  api.openapi(
    createRoute({
      method: "put",
      path,
      operationId: "uploadSound",
      tags,
      summary: "Upload what a sound sounds like",
      description: `WAV, MP3 or Ogg (Vorbis or Opus), of ${largestSound / 1_024 / 1_024} MB and ${longestSound / 60_000} minutes at most. A media worker converts it: the sound is \`converting\` until then, and then \`ready\` or \`failed\`. What was there before is played meanwhile, and to the end by calls that have begun.`,
      ...guard(ports, "sounds.write"),
      request: { params, body: { required: true, content: anySound } },
      responses: {
        202: {
          description: "It has come whole, and waits for a media worker.",
          content: { "application/json": { schema: fields.sound } },
        },
        ...problems(400, 401, 403, 404, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const type = typeOf(c);
      const { use } = await found(application, id);
      // It may be heard by any queue's callers.
      if (c.get("bearer").scope !== null) throw outOfScope();
      if (Number(c.req.header("content-length") ?? 0) > largestSound) throw tooLarge();
      const upload = hex(ports.random(16));
      await note(ports, c, application, { action: "sound.uploaded", what: `sound/${id}`, detail: { upload, type } });
      const store = ports.sound(application, id);
      await store.begin(upload, type, use);
      try {
        await take(store, upload, type, c.req.raw.body);
      } catch (error) {
        await store.abandon(upload);
        throw error;
      }
      await store.finish(upload);
      ports.log("info", "sound.uploaded", { application, type });
      return c.json(await found(application, id), 202);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "hearSound",
      tags,
      summary: "Hear a sound",
      description: "As callers hear it, as Ogg Opus. With `Range` a part of it.",
      ...guard(ports, "sounds.read"),
      request: {
        params,
        headers: z.object({
          "if-none-match": z.string().max(1_000).optional().meta({ description: "304 if it is still this one." }),
          range: z.string().max(100).optional().meta({ description: "A part of it.", example: "bytes=0-1023" }),
        }),
      },
      responses: {
        200: { description: "All of it.", content: { "audio/ogg": { schema: bytes } } },
        206: { description: "A part of it.", content: { "audio/ogg": { schema: bytes } } },
        ...notModified,
        ...problems(400, 401, 403, 404, 416),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const { range, "if-none-match": known } = c.req.valid("header");
      await found(application, id);
      const audio = await ports.sound(application, id).audio();
      if (audio === undefined) throw new Problem("not-found", "There is nothing to hear yet.");
      const etag = `"${audio.hash}"`;
      if (known?.includes(etag) === true || known?.trim() === "*")
        return new Response(null, { status: 304, headers: { etag } });
      return partOf(audio.bytes, range, { etag, "content-type": "audio/ogg", "accept-ranges": "bytes" });
    },
  );

  mediaRoutes(api, ports);
}

/** For media workers alone. They are no part of the public description, as their socket is not. */
function mediaRoutes(api: Api, ports: Ports): void {
  const ofSound = z.object({ application: fields.applicationId, sound: fields.soundId });
  const of = "/v1/media/sounds/:application/:sound";
  const made = z.object({
    duration: z.coerce.number().int().min(0).max(longestSound),
    loudness: z.coerce.number().min(-200).max(100).optional(),
  });
  const failure = z.object({ because: z.string().max(500) });

  function storeFor(c: Context): Omit<SoundStore, "tell" | "lost"> {
    const secret = bearerOf(c);
    if (secret === undefined || !sameSecret(secret, ports.settings.mediaSecret)) throw unauthenticated();
    const { application, sound } = read(ofSound, c.req.param());
    return ports.sound(application, sound);
  }

  api.get(`${of}/audio/:hash`, async (c) => {
    const audio = await storeFor(c).audio(c.req.param("hash"));
    if (audio === undefined) throw new Problem("not-found", "There is no such sound, or no longer.");
    return new Response(audio.bytes as Uint8Array<ArrayBuffer>, { headers: { "content-type": "audio/ogg" } }); // a view of a buffer of its own
  });

  api.get(`${of}/uploads/:upload`, async (c) => {
    const store = storeFor(c);
    const upload = c.req.param("upload");
    const first = await store.uploaded(upload, 0);
    if (first === undefined) throw new Problem("not-found", "This upload is not waited for any more.");
    let seq = 0;
    const all = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const part = seq === 0 ? first : await store.uploaded(upload, seq);
        seq += 1;
        if (part !== undefined) controller.enqueue(part);
        if (part === undefined || part.length < chunkSize) controller.close();
      },
    });
    return new Response(all, { headers: { "content-type": "application/octet-stream" } });
  });

  api.put(`${of}/uploads/:upload/audio`, async (c) => {
    const store = storeFor(c);
    const { duration, loudness = null } = read(made, c.req.query());
    const audio = new Uint8Array(await c.req.arrayBuffer());
    if (!looksLike("audio/ogg", audio)) throw notOfType("audio/ogg");
    const taken = await store.converted(c.req.param("upload"), audio, { duration, loudness });
    if (!taken) throw new Problem("not-found", "This upload is not waited for any more.");
    return new Response(null, { status: 204 });
  });

  api.put(`${of}/uploads/:upload/failure`, async (c) => {
    const store = storeFor(c);
    const { because } = read(failure, await c.req.json());
    await store.refused(c.req.param("upload"), because);
    return new Response(null, { status: 204 });
  });
}

function read<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Problem("unreadable", "The request cannot be read.");
}

function typeOf(c: Context): SoundType {
  const given = (c.req.header("content-type")?.split(";")[0] ?? "").trim().toLowerCase();
  const type = soundTypes.find((known) => known === given);
  if (type === undefined) throw notOfType(soundTypes.join(", "));
  return type;
}

const notOfType = (types: string): Problem => new Problem("unsupported-media-type", `Send the body as ${types}.`);
const tooLarge = (): Problem => new Problem("too-large", `A sound may have ${largestSound} bytes at most.`);

/** Puts all of it into the store, a chunk at a time. */
async function take(
  store: Pick<SoundStore, "append">,
  upload: string,
  type: SoundType,
  body: ReadableStream<Uint8Array> | null,
): Promise<void> {
  let size = 0;
  let seq = 0;
  for await (const chunk of chunksOf(body, chunkSize)) {
    if (seq === 0 && !looksLike(type, chunk)) throw noSound(type);
    size += chunk.length;
    if (size > largestSound) throw tooLarge();
    await store.append(upload, seq, chunk);
    seq += 1;
  }
  if (seq === 0) throw noSound(type);
}

const noSound = (type: SoundType): Problem =>
  new Problem("invalid", "The body is no such sound.", {
    errors: [{ field: "", problem: `does not begin as ${type} does`, remedy: "Name the type that it has." }],
  });

function partOf(bytes: Uint8Array, range: string | undefined, headers: Record<string, string>): Response {
  const part = rangeOf(range, bytes.length);
  if (part === "none")
    throw new Problem("range", "There is no such part of it.", {
      headers: { "content-range": `bytes */${bytes.length}` },
    });
  if (part === "all") return new Response(bytes as Uint8Array<ArrayBuffer>, { headers }); // a view of a buffer of its own
  const { from, to } = part;
  return new Response(bytes.slice(from, to + 1), {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${from}-${to}/${bytes.length}` },
  });
}
