/**
 * What a property may hold, in one word:
 * `string`, `boolean`, `float`, `timestamp`, `hex`, `base64`, `url`, `hashes`, `dictionary`, `any`;
 * `integer` or `integer 0..65535`; `float -90..90`;
 * `open NAME` and `enum NAME` of the vocabularies; `ref TYPE TYPE` (also `ref sdo`, `ref sco`, `ref any`);
 * `struct NAME` of STRUCTURES; `match NAME` of the shapes in validate/shapes.ts. `[]` at the end: a list of these.
 */
export type PropertyKind = string

/** Properties by name; an exclamation mark after the name means required. */
export type PropertyTable = Readonly<Record<string, PropertyKind>>
