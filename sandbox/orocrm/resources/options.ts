import type { AttributeDefinition } from '../jsonapi/resource';
import type { Capabilities } from '../versions';

/** What shapes the resource definitions beside the code: the release, and fields that an administrator added. */
export interface ResourceOptions {
  readonly capabilities: Capabilities;
  readonly customFields: (
    type: 'contacts' | 'contactaddresses' | 'users' | 'tasks',
  ) => Record<string, AttributeDefinition>;
}
