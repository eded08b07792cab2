/**
 * What a newer description of the API (OpenAPI) takes away from an older one. Who was written against the older one must go on working: the routes,
 * parameters and answers that were there are there, nothing new is demanded, and nothing that was taken is refused.
 */
type Json = Readonly<Record<string, unknown>>;

/** Every fault in words; none: the newer one keeps what the older one promised. */
export function takenAway(older: Json, newer: Json): string[] {
  const faults: string[] = [];
  const [before, after] = [objectOf(older["paths"]), objectOf(newer["paths"])];
  for (const [path, methods] of Object.entries(before)) {
    for (const [method, operation] of Object.entries(objectOf(methods))) {
      const at = `${method.toUpperCase()} ${path}`;
      const now = objectOf(after[path])[method];
      if (now === undefined) faults.push(`${at} is gone`);
      else compareOperations(at, objectOf(operation), objectOf(now));
    }
  }
  return faults;

  function compareOperations(at: string, old: Json, now: Json): void {
    const parameters = (operation: Json) =>
      new Map(
        listOf(operation["parameters"]).map((parameter) => [
          `${String(parameter["in"])} parameter ${String(parameter["name"])}`,
          parameter,
        ]),
      );
    const [had, has] = [parameters(old), parameters(now)];
    for (const [name, parameter] of had) {
      const found = has.get(name);
      if (found === undefined) faults.push(`${at}: ${name} is gone`);
      else compareAsked(`${at}: ${name}`, parameter["schema"], found["schema"], new Set());
    }
    for (const [name, parameter] of has)
      if (parameter["required"] === true && had.get(name)?.["required"] !== true)
        faults.push(`${at}: ${name} is demanded`);
    if (old["requestBody"] === undefined && objectOf(now["requestBody"])["required"] === true)
      faults.push(`${at}: a body is demanded`);
    for (const [type, { schema }] of contents(old["requestBody"])) {
      const found = new Map(contents(now["requestBody"])).get(type);
      if (found === undefined) faults.push(`${at}: a body of type ${type} is taken no more`);
      else compareAsked(`${at}: body`, schema, found["schema"], new Set());
    }
    for (const [status, answer] of Object.entries(objectOf(old["responses"]))) {
      // Errors may become fewer: that takes nothing away from anybody.
      if (!status.startsWith("2")) continue;
      const found = objectOf(now["responses"])[status];
      if (found === undefined) {
        faults.push(`${at}: the answer ${status} is gone`);
        continue;
      }
      for (const [type, { schema }] of contents(answer)) {
        const content = new Map(contents(found)).get(type);
        if (content === undefined) faults.push(`${at}: the answer ${status} of type ${type} is gone`);
        else compareAnswered(`${at}: answer ${status}`, schema, content["schema"], new Set());
      }
    }
  }

  /** What was taken is taken still. */
  function compareAsked(at: string, oldSchema: unknown, newSchema: unknown, under: Set<string>): void {
    const [old, now] = followed(oldSchema, newSchema, under);
    if (old === undefined || now === undefined) return;
    for (const type of typesOf(old))
      if (
        typesOf(now).length > 0 &&
        !typesOf(now).includes(type) &&
        !(type === "integer" && typesOf(now).includes("number"))
      )
        faults.push(`${at} may be of type ${type} no more`);
    if (Array.isArray(now["enum"]))
      for (const value of Array.isArray(old["enum"]) ? (old["enum"] as unknown[]) : [])
        if (!(now["enum"] as unknown[]).includes(value)) faults.push(`${at} may be ${String(value)} no more`);
    for (const limit of ["minimum", "minLength", "minItems"])
      if (numberOf(now[limit], -Infinity) > numberOf(old[limit], -Infinity))
        faults.push(`${at}: ${limit} has been raised`);
    for (const limit of ["maximum", "maxLength", "maxItems"])
      if (numberOf(now[limit], Infinity) < numberOf(old[limit], Infinity))
        faults.push(`${at}: ${limit} has been lowered`);
    if (typeof now["pattern"] === "string" && now["pattern"] !== old["pattern"])
      faults.push(`${at}: the pattern is another`);
    const [had, has] = [objectOf(old["properties"]), objectOf(now["properties"])];
    for (const [name, field] of Object.entries(had)) {
      if (name in has) compareAsked(`${at}.${name}`, field, has[name], under);
      else if (now["additionalProperties"] === false) faults.push(`${at}.${name} is taken no more`);
    }
    for (const name of namesOf(now["required"]))
      if (!namesOf(old["required"]).includes(name)) faults.push(`${at}.${name} is demanded`);
    compareAsked(`${at}[]`, old["items"], now["items"], under);
    compareChoices(at, old, now, (place, one, other) => compareAsked(place, one, other, under));
  }

  /** What was answered is answered still. New fields, and new values in lists of words, may come. */
  function compareAnswered(at: string, oldSchema: unknown, newSchema: unknown, under: Set<string>): void {
    const [old, now] = followed(oldSchema, newSchema, under);
    if (old === undefined || now === undefined) return;
    for (const type of typesOf(now))
      if (
        typesOf(old).length > 0 &&
        !typesOf(old).includes(type) &&
        !(type === "integer" && typesOf(old).includes("number"))
      )
        faults.push(`${at} may now be of type ${type}`);
    const [had, has] = [objectOf(old["properties"]), objectOf(now["properties"])];
    for (const [name, field] of Object.entries(had)) {
      if (name in has) compareAnswered(`${at}.${name}`, field, has[name], under);
      else faults.push(`${at}.${name} is gone`);
    }
    for (const name of namesOf(old["required"]))
      if (name in has && !namesOf(now["required"]).includes(name)) faults.push(`${at}.${name} may be missing now`);
    compareAnswered(`${at}[]`, old["items"], now["items"], under);
    compareChoices(at, old, now, (place, one, other) => compareAnswered(place, one, other, under));
  }

  /** Alternatives are compared in their order: a new one goes to the end. */
  function compareChoices(
    at: string,
    old: Json,
    now: Json,
    compare: (at: string, old: unknown, now: unknown) => void,
  ): void {
    for (const key of ["anyOf", "oneOf", "allOf"]) {
      const [had, has] = [listOf(old[key]), listOf(now[key])];
      if (has.length < had.length && has.length > 0) faults.push(`${at} has fewer alternatives`);
      for (const [index, one] of had.entries())
        if (has[index] !== undefined) compare(`${at}|${index}`, one, has[index]);
    }
  }

  /** Both without their references; nothing, where these two have been compared on the way here. */
  function followed(old: unknown, now: unknown, under: Set<string>): readonly [Json?, Json?] {
    if (old === undefined || now === undefined) return [];
    const names = [old, now].map((schema) => referenceOf(schema) ?? "");
    if (names.some((name) => name !== "")) {
      if (under.has(names.join(" "))) return [];
      under.add(names.join(" "));
    }
    return [resolved(older, old), resolved(newer, now)];
  }
}

function resolved(document: Json, schema: unknown): Json {
  const reference = referenceOf(schema);
  if (reference === undefined) return objectOf(schema);
  return objectOf(
    reference
      .slice(2)
      .split("/")
      .reduce<unknown>((place, key) => objectOf(place)[key], document),
  );
}

function referenceOf(schema: unknown): string | undefined {
  const reference = objectOf(schema)["$ref"];
  return typeof reference === "string" ? reference : undefined;
}

const contents = (holder: unknown): [string, Json][] =>
  Object.entries(objectOf(objectOf(holder)["content"])).map(([type, content]) => [type, objectOf(content)]);

const objectOf = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectOf) : []);
const namesOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const typesOf = (schema: Json): string[] => (schema["type"] === undefined ? [] : namesOf([schema["type"]].flat()));
const numberOf = (value: unknown, usual: number): number => (typeof value === "number" ? value : usual);
