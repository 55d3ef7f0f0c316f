import { derivedUuid } from './derived-uuid.ts'
import { asList, asRecord, asText } from './read.ts'
import { secondsOf } from './sightings.ts'
import type { Json } from './stix-head.ts'
import { uuidOfId } from './write-attribute.ts'

const NOVA_TEMPLATE = { uuid: '3c4669ee-c659-40c7-93ea-d4149bded584', version: '1' }

/** A NOVA rule as the object that MISP has for it. */
export function novaObject(attribute: Json, indicator: Json): Json {
  const name = /^[ \t]*rule[ \t]+([A-Za-z_]\w*)/m.exec(asText(attribute['value']))?.[1]
  const uuid = asText(attribute['uuid'])
  const { timestamp, deleted } = attribute
  const part = (relation: string, value: string): Json => ({
    uuid: derivedUuid(`${uuid} ${relation}`),
    type: 'text',
    category: 'External analysis',
    object_relation: relation,
    value,
    to_ids: false,
    timestamp,
    deleted,
  })
  const description = asText(asRecord(indicator)['description'])
  return {
    uuid: derivedUuid(`${uuid} object`),
    name: 'nova-rule',
    'meta-category': 'detection',
    template_uuid: NOVA_TEMPLATE.uuid,
    template_version: NOVA_TEMPLATE.version,
    timestamp,
    deleted,
    Attribute: [
      { ...attribute, object_relation: 'raw-rule', to_ids: false },
      ...(name === undefined ? [] : [part('rule-name', name)]),
      ...(description === '' ? [] : [part('description', description)]),
    ],
  }
}

/** Whether a grouping is an object of MISP. */
export function isMispObject(object: Json): boolean {
  return object['type'] === 'grouping' && object['context'] === 'misp-object'
}

/** An object with its attributes and the relationships that begin at it. */
export function writeObject(
  grouping: Json,
  attributes: readonly Json[],
  references: readonly Json[],
): Json {
  const timestamp = secondsOf(asText(grouping['modified']))
  const kept = ['meta-category', 'template_uuid', 'template_version'].flatMap((name) => {
    const text = asText(grouping[`x_misp_${name.replace('-', '_')}`])
    return text === '' ? [] : [[name, text] as const]
  })
  return {
    uuid: uuidOfId(asText(grouping['id'])),
    name: asText(grouping['name']),
    ...Object.fromEntries(kept),
    timestamp,
    comment: asText(grouping['description']),
    deleted: grouping['revoked'] === true,
    Attribute: attributes,
    ...(references.length === 0
      ? {}
      : { ObjectReference: references.map((one) => reference(one, grouping)) }),
  }
}

function reference(relationship: Json, grouping: Json): Json {
  const kind = asText(relationship['x_misp_relationship_type'])
  return {
    uuid: uuidOfId(asText(relationship['id'])),
    object_uuid: uuidOfId(asText(grouping['id'])),
    referenced_uuid: uuidOfId(asText(relationship['target_ref'])),
    relationship_type: kind || asText(relationship['relationship_type']),
    timestamp: secondsOf(asText(relationship['modified'])),
    deleted: relationship['revoked'] === true,
  }
}

/** The ids that an object of STIX names as its own. */
export function refsOf(object: Json): string[] {
  return asList(object['object_refs']).map(asText)
}
