import { lookUp } from '../base/registry.ts';
import { z } from '../base/zod.ts';
import { RECORDS } from '../compare/record-schemas.ts';
import { type ConfigKindEntry, configKinds } from './config-kinds.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * JSON Schema (draft 7) of a kind of config file, made from the schema that checks it: for completion and hints in editors. A file may start from
 * another one by `extends`, so no key of a mapping is required but in the elements of lists. Rejects with a UserError for an unknown kind.
 */
export async function jsonSchema(kind: string): Promise<Json> {
  const entry = lookUp<ConfigKindEntry>('kind of config file', configKinds, kind);
  const { $schema, ...body } = z.toJSONSchema(await entry.schema(), { io: 'input', target: 'draft-7' });
  const { anyOf, title } = body as { readonly anyOf?: readonly Json[]; readonly title?: string };
  // a file that only extends another one may be of any machine
  if (anyOf !== undefined)
    return { $schema, title: title ?? anyOf[0].title, type: 'object', anyOf: anyOf.map(extendable) };
  return { $schema, ...extendable(body) };
}

/** What is complete, or starts from another file and lacks what that has. */
function extendable(body: Json): Json {
  const { properties, ...rest } = withoutRequired(body);
  const base = { type: 'string', description: 'A config file to start from: a path, or the name of a built-in one' };
  const required = body.required ?? [];
  return {
    ...rest,
    properties: { extends: base, ...(properties as Json) },
    anyOf: [{ required: ['extends'] }, { required }],
  };
}

/**
 * JSON Schema (draft 7) of the record of a run (`result.json`, `--json`): the fields that are named here keep their names and meanings; a machine that does not
 * count something has no such field.
 */
export function resultSchema(): Json {
  return z.toJSONSchema(RECORDS.run, { target: 'draft-7' });
}

/** No key is required, and `null` takes one out that the file started from has. */
function withoutRequired(full: Json): Json {
  const { required = [], ...schema } = full;
  const properties = schema.properties as Readonly<Record<string, Json>> | undefined;
  if (properties === undefined) return schema;
  const free = Object.entries(properties).map(([key, child]) => {
    const own = withoutRequired(child);
    return [key, (required as readonly string[]).includes(key) ? own : orNull(own)];
  });
  return { ...schema, properties: Object.fromEntries(free) };
}

function orNull(schema: Json): Json {
  const {
    type,
    anyOf,
    enum: values,
  } = schema as {
    readonly type?: string | readonly string[];
    readonly anyOf?: readonly Json[];
    readonly enum?: readonly unknown[];
  };
  if (anyOf !== undefined) return { ...schema, anyOf: [...anyOf, { type: 'null' }] };
  return {
    ...schema,
    ...(type !== undefined && { type: [...[type].flat(), 'null'] }),
    ...(values !== undefined && { enum: [...values, null] }),
  };
}
