import { z } from 'zod'
import { PERMISSIONS, type Permission, type Role, ROLES } from '../cases/index.ts'

/** An id that the program made, as a part of an address. */
export const ID_PARAMS: z.ZodObject<{ id: z.ZodUUID }> = z.strictObject({ id: z.uuid() })

export const ROLE_NAMES: z.ZodType<Role[]> = z.array(z.enum(Object.keys(ROLES) as Role[])).max(20)

export const SCOPES: z.ZodType<Permission[]> = z
  .array(z.enum([...PERMISSIONS]))
  .min(1)
  .max(PERMISSIONS.length)

/** Any JSON value. A schema that describes itself again would be walked by recursion, and depth is judged before. */
export const JSON_VALUE: z.ZodType = z
  .unknown()
  .refine((value) => value !== undefined, 'wanted a value')

/** An answer whose fields are those of a layer's own view, described where that layer is. */
export const JSON_OBJECT: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown())
