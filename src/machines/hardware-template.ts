import { z } from '../base/zod.ts';
import { defaultOf, unwrap } from '../config/yaml/schema-walk.ts';
import { eieSchema } from './eie/schema.ts';

const HEAD = `# A machine for picojoule. Every key is listed, with the values of the 64-PE EIE; keys with a default may be left out.
# A number may be an expression over other keys, e.g. \`capacity: processingElements * 2 KiB\`.
# \`extends: eie-64pe\` instead takes everything from the built-in config, and lists only what differs.
`;

/** A commented hardware config to start from, made from the schema: complete, and valid as it stands. */
export function hardwareTemplate(): string {
  return `${HEAD}\n${section(eieSchema, '').join('\n')}\n`;
}

function section(schema: z.core.$ZodType, indent: string): string[] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([key, child]) => {
    const meta = metaOf(child);
    if (unwrap(child) instanceof z.ZodObject) {
      return [
        ...(indent === '' ? [''] : []),
        ...comment(meta.description, indent),
        `${indent}${key}:`,
        ...section(child, `${indent}  `),
      ];
    }
    return line(key, child, meta, indent);
  });
}

/** `key: value  # description; default`; a key without default and example is listed as a comment. */
function line(key: string, schema: z.core.$ZodType, meta: Meta, indent: string): string[] {
  const fallback = defaultOf(schema);
  const value = fallback ?? meta.examples?.[0];
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
