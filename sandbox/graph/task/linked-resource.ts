import { randomUUID } from 'node:crypto';
import { badBody, itemNotFound } from '../errors';
import { bodyEntries, refuseProperty } from '../odata/read-body';
import { readText } from '../odata/read-value';
import { LINKED_RESOURCE_TEXTS, type LinkedResource } from './properties';

export const LINKED_RESOURCE_TYPE = {
  name: 'linkedResource',
  properties: ['id', ...LINKED_RESOURCE_TEXTS] as readonly string[],
  readOnly: ['id'],
  navigation: [],
};

type TextName = (typeof LINKED_RESOURCE_TEXTS)[number];

const isText = (name: string): name is TextName =>
  (LINKED_RESOURCE_TEXTS as readonly string[]).includes(name);

/**
 * Reads a linked resource, over the one that is there or as a new one.
 * @throws GraphError 400
 */
export function readLinkedResource(body: unknown, before?: LinkedResource): LinkedResource {
  const resource = {
    ...(before ?? { applicationName: null, displayName: null, externalId: null, webUrl: null }),
    id: before?.id ?? randomUUID(),
  };
  for (const [name, value] of bodyEntries(body, LINKED_RESOURCE_TYPE)) {
    if (!isText(name)) refuseProperty(LINKED_RESOURCE_TYPE, name);
    resource[name] = readText(name, value);
  }
  return resource;
}

/** Reads the linked resources that come with a new task. */
export function readLinkedResources(value: unknown): LinkedResource[] {
  if (!Array.isArray(value)) throw badBody("The property 'linkedResources' is no collection.");
  return (value as readonly unknown[]).map((entry) => readLinkedResource(entry));
}

/** The linked resource with this id. @throws GraphError 404 */
export function linkedResourceOf(resources: readonly LinkedResource[], id: string): LinkedResource {
  const found = resources.find((resource) => resource.id === id);
  if (found === undefined) throw itemNotFound();
  return found;
}

/** Copies, each as a linked resource of its own. */
export function copyLinkedResources(resources: readonly LinkedResource[]): LinkedResource[] {
  return resources.map((resource) => ({ ...resource, id: randomUUID() }));
}

/** As it goes over the wire: what is not set is left out, as in all of To Do. */
export function renderLinkedResource(resource: LinkedResource): Record<string, unknown> {
  return Object.fromEntries(Object.entries(resource).filter(([, value]) => value !== null));
}
