import { z } from '../base/zod.ts';
import { DEFAULT_MACHINE } from '../config/default-machine.ts';
import { defaultOf, unwrap } from '../config/yaml/schema-walk.ts';
import { eieSchema } from './eie/schema.ts';
import { machineNamed } from './index.ts';

const HEAD = `# A machine for picojoule. Every key is listed, with the values of the 64-PE EIE; keys with a default may be left out.
# A number may be an expression over other keys, e.g. \`capacity: processingElements * 2 KiB\`.
# \`extends: eie-64pe\` instead takes everything from the built-in config, and lists only what differs.
`;

const OTHER_HEAD = `# A machine for picojoule. Every key is listed; keys with a default may be left out.
# A number may be an expression over other keys. \`extends:\` with the name of a built-in config instead takes everything from it, and lists only what differs.
`;

/** A commented hardware config to start from, made from the schema: complete, and valid as it stands. */
export function hardwareTemplate(): string {
  return `${HEAD}\n${section(eieSchema, '').join('\n')}\n`;
}

/** The same for a machine of any kind, with the values of its schema. Throws a UserError for an unknown one. */
export async function machineTemplate(machine: string): Promise<string> {
  if (machine === DEFAULT_MACHINE) return hardwareTemplate();
  const { schema } = await machineNamed(machine, { path: '--machine' }).config();
  const lines = section(schema, '').map((text) => text.replace(/^name: .*? {2,}/, `name: my ${machine}`.padEnd(37)));
  return `${OTHER_HEAD}\n${lines.join('\n')}\n`;
}

function section(schema: z.core.$ZodType, indent: string): string[] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([key, child]) => {
    const meta = metaOf(child);
    if (unwrap(child) instanceof z.ZodObject) {
      // what may be left out whole is listed as a comment
      if (child instanceof z.ZodOptional) return commented(['', ...group(key, child, meta, indent)]);
      return [...(indent === '' ? [''] : []), ...group(key, child, meta, indent)];
    }
    return line(key, child, meta, indent);
  });
}

function group(key: string, schema: z.core.$ZodType, meta: Meta, indent: string): string[] {
  const inside = section(schema, `${indent}  `);
  // a mapping of which nothing is stated is none
  const isEmpty = inside.every((text) => text.trimStart().startsWith('#'));
  return [...comment(meta.description, indent), `${indent}${isEmpty ? '# ' : ''}${key}:`, ...inside];
}

function commented(lines: readonly string[]): string[] {
  return lines.map((text) => (text === '' || text.startsWith('#') ? text : `# ${text}`));
}

/** `key: value  # description; default`; a key without default and example is listed as a comment. */
function line(key: string, schema: z.core.$ZodType, meta: Meta, indent: string): string[] {
  const fallback = defaultOf(schema);
  const inner = unwrap(schema);
  const value = fallback ?? meta.examples?.[0] ?? (inner instanceof z.ZodEnum ? inner.options[0] : undefined);
  const remarks = [
    meta.description === undefined ? undefined : `${meta.description}.`,
    choices(schema),
    fallback === undefined ? undefined : '(default)',
  ].filter((part) => part !== undefined);
  const optional = schema instanceof z.ZodOptional ? '# ' : '';
  return [`${`${indent}${optional}${key}: ${scalar(value)}`.padEnd(36)} # ${remarks.join(' ')}`];
}

function choices(schema: z.core.$ZodType): string | undefined {
  const inner = unwrap(schema);
  return inner instanceof z.ZodEnum ? `${inner.options.join(' | ')}.` : undefined;
}

function scalar(value: unknown): string {
  return Array.isArray(value) ? '[]' : String(value);
}

interface Meta {
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

/** Description and examples lie on the schema or inside its optional or default. */
function metaOf(schema: z.core.$ZodType): Meta {
  return {
    ...(z.globalRegistry.get(unwrap(schema)) as Meta | undefined),
    ...(z.globalRegistry.get(schema) as Meta | undefined),
  };
}

function comment(text: string | undefined, indent: string): string[] {
  return text === undefined ? [] : [`${indent}# ${text}`];
}
